"""Templates whose constant parts are worked out once per language, when they are loaded: words, icons, fixed addresses.

A page then walks only over what differs between readers. Nothing that depends on a request is ever kept.
"""

import threading
from typing import Any

from django.template import Context
from django.template.base import FilterExpression, Node, NodeList, Template, TextNode, Variable
from django.template.defaulttags import URLNode
from django.template.library import SimpleNode
from django.template.loaders import cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.translation import get_language

#: Tags of ours whose answer follows from their words alone.
CONSTANT_TAGS = {"icon"}
_ONE = threading.RLock()


class Loader(cached.Loader):
    """Django's cached loader, with one copy of each template per language and its constants worked out."""

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        return f"{get_language()}:{super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template: Any = super().get_template(template_name, skip)
        if not getattr(template, "is_worked_out", False):
            with _ONE:  # two threads in the same lists would lose nodes for good: a form its token, a page its words
                if not getattr(template, "is_worked_out", False):
                    work_out(template.nodelist, template)
                    template.is_worked_out = True
        return template


def work_out(nodes: NodeList, template: Template) -> None:
    """Replace constant nodes by their text, in place and all the way down, and join neighbouring texts."""
    made: list[Node] = []
    for node in nodes:
        for below in _below(node):
            work_out(below, template)
        text = node if type(node) is TextNode else _worked_out(node, template)
        if isinstance(text, TextNode) and made and type(made[-1]) is TextNode:
            made[-1] = TextNode(made[-1].s + text.s)
        else:
            made.append(text or node)
    nodes[:] = made


def _below(node: Node) -> list[NodeList]:
    """The lists of nodes inside a node."""
    lists = [getattr(node, name, None) for name in ("nodelist", "nodelist_loop", "nodelist_empty")]
    lists += [inner for _condition, inner in getattr(node, "conditions_nodelists", ())]
    return [inner for inner in lists if isinstance(inner, NodeList)]


def _worked_out(node: Node, template: Template) -> TextNode | None:
    if not _is_constant(node):
        return None
    context = Context()
    with context.bind_template(template):
        return TextNode(str(node.render_annotated(context)))


def _is_constant(node: Any) -> bool:
    match node:
        case TranslateNode():
            return not (node.asvar or node.message_context) and _is_literal(node.filter_expression)
        case BlockTranslateNode():
            varies = node.extra_context or node.countervar or node.plural or node.asvar or node.message_context
            return not varies and all(token.token_type.name == "TEXT" for token in node.singular)
        case StaticNode():
            return node.varname is None and _is_literal(node.path)
        case URLNode():
            return node.asvar is None and all(map(_is_literal, (node.view_name, *node.args, *node.kwargs.values())))
        case SimpleNode():
            words = (*node.args, *node.kwargs.values())
            return node.func.__name__ in CONSTANT_TAGS and node.target_var is None and all(map(_is_literal, words))
    return False


def _is_literal(words: FilterExpression) -> bool:
    """A text or number as it stands, through no filter."""
    return not words.filters and (not isinstance(words.var, Variable) or words.var.lookups is None)
