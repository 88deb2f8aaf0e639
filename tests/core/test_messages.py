"""Words for people are found by the tool that makes the catalogue."""

import re

from tests.conftest import ROOT

_OTHER_NAME = re.compile(r"import .*\bn?p?gettext(?:_lazy)? as (?!_\b)\w+|^_\w+ = n?p?gettext", re.MULTILINE)
_ESCAPED = re.compile(r"""_\((?:f?r?)(["'])[^"']*\\[ux][0-9a-f]""")


def sources():
    return [path for room in ("config", "ikrar") for path in sorted((ROOT / room).rglob("*.py"))]


def test_gettext_goes_by_names_that_makemessages_knows():
    """A sentence under any other name never reaches the catalogue, and stays Indonesian for all."""
    found = {str(path.relative_to(ROOT)): _OTHER_NAME.findall(path.read_text("utf-8")) for path in sources()}
    assert {path for path, names in found.items() if names} == set()


def test_no_sentence_holds_an_escaped_letter():
    """xgettext keeps the escape as it is written, so that the sentence is looked for in vain."""
    assert {str(path.relative_to(ROOT)) for path in sources() if _ESCAPED.search(path.read_text("utf-8"))} == set()
