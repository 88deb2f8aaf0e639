"""What imports cannot show: keys that point down, doors, permissions, names, templates, and law that stays data."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from ikrar.agencies.roles import Permission
from tests.conftest import ROOT

PACKAGE = ROOT / "ikrar"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
#: From the top down; a line of siblings is one level.
LAYERS = [[name.strip(" ()") for name in line.split("|")] for line in CONTRACTS[0]["layers"]]
DEPTH = {name: level for level, names in enumerate(LAYERS) for name in names}
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))
#: Files whose Indonesian text is itself data: texts, norms, the demo's story.
_DATA = ("data", "locale", "migrations", "static")
LAW = re.compile(
    r"\bPasal\s+\d|\b(?:UU|PP|Perpres|Permendagri|PermenPAN-?RB|PKPU|SKB|SE)\s+(?:No(?:mor|\.)?\s*)?\d+"
    r"|\bps\.\s*\d|\b(?:UU|PP|Perpres)\s+\S+\s+Tahun\s+\d{4}"
)


def sources(suffix: str) -> list[Path]:
    """Files of the product, without data, vendored and generated ones."""
    return [
        path for path in sorted(PACKAGE.rglob(f"*{suffix}")) if not set(_DATA) & set(path.relative_to(PACKAGE).parts)
    ]


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, where)
        else:
            yield where, entry


def test_every_room_stands_in_the_layers_and_every_layer_has_its_room():
    assert [name for name in ROOMS if name not in DEPTH] == []
    bracketed = {part.strip(" ()") for line in CONTRACTS[0]["layers"] for part in line.split("|") if "(" in part}
    assert sorted(set(DEPTH) - bracketed) == [name for name in ROOMS if name not in bracketed]


def test_foreign_keys_point_down():
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if (here := DEPTH.get(model._meta.app_label)) is not None
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if (there := DEPTH.get(field.related_model._meta.app_label)) is not None
        if there < here or (there == here and field.related_model._meta.app_label != model._meta.app_label)
    ]
    assert upward == []


def test_every_address_declares_its_door():
    doors = {where: getattr(entry.callback, "door", None) for where, entry in patterns(get_resolver())}
    assert [where or "/" for where, door in doors.items() if not isinstance(door, str | Permission)] == []


def test_every_address_has_a_name():
    assert [where or "/" for where, entry in patterns(get_resolver()) if entry.name is None] == []


def permissions() -> dict[str, list[Permission]]:
    """Each room's permission values, as it declares them."""
    found = {}
    for room in ROOMS:
        if (PACKAGE / room / "permissions.py").exists():
            module = __import__(f"ikrar.{room}.permissions", fromlist=["*"])
            found[room] = [value for value in vars(module).values() if isinstance(value, Permission)]
    return found


def test_permissions_are_named_once_and_after_their_room():
    names = [(room, value.name) for room, values in permissions().items() for value in values]
    assert [name for room, name in names if not name.startswith(f"{room}.")] == []
    assert len({name for _, name in names}) == len(names)


def test_every_permission_is_asked_for_somewhere():
    text = "\n".join(path.read_text("utf-8") for path in sources(".py") if path.name != "permissions.py")
    unused = []
    for room in permissions():
        tree = ast.parse((PACKAGE / room / "permissions.py").read_text("utf-8"))
        values = [
            node.targets[0].id for node in tree.body if isinstance(node, ast.Assign) and _is_permission(node.value)
        ]
        unused += [f"{room}.{name}" for name in values if not re.search(rf"\b{name}\b", text)]
    assert unused == []


def _is_permission(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Permission"


def test_no_file_is_a_drawer_for_odds_and_ends():
    drawers = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers"}
    assert [shown(path) for path in sources(".py") if path.stem in drawers or path.parent.name in drawers] == []


def test_nobody_listens_to_signals_for_business():
    text = {path: path.read_text("utf-8") for path in sources(".py")}
    assert [
        shown(path) for path, said in text.items() if re.search(r"\bpost_save\b|\bpre_save\b|\bm2m_changed\b", said)
    ] == []


def test_a_file_keeps_to_its_size():
    long = {shown(path): lines for path in sources(".py") if (lines := path.read_text("utf-8").count("\n")) > 500}
    assert long == {}


def test_every_file_says_what_lives_there():
    silent = [
        shown(path)
        for path in sources(".py")
        if path.read_text("utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_actions_are_told_the_time_and_never_look():
    looking = re.compile(r"\b(?:timezone|zones)\.now\(|\bdatetime\.now\(|\bdate\.today\(|\bdt\.datetime\.now\(")
    rooms = ("actions", "queries", "rules", "models")
    inside = [path for path in sources(".py") if path.stem in rooms or path.parent.name in rooms]
    assert [shown(path) for path in inside if looking.search(path.read_text("utf-8"))] == []


def test_templates_hold_no_inline_style_and_no_inline_script():
    inline = re.compile(
        r"\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
    )
    assert [shown(path) for path in sources(".html") if inline.search(path.read_text("utf-8"))] == []


def test_templates_ask_no_other_host_for_anything():
    foreign = re.compile(r"(?:src|action|hx-\w+)=\"https?://|<link[^>]+href=\"https?://", re.IGNORECASE)
    assert [shown(path) for path in sources(".html") if foreign.search(path.read_text("utf-8"))] == []


def test_every_page_extends_a_frame():
    """Fragments (`_name.html`), components and the frames themselves are no pages."""
    frames = {"base.html", "phone.html"}
    pages = [
        path
        for path in sources(".html")
        if not path.name.startswith("_") and path.name not in frames and "components" not in path.parts
    ]
    bare = [shown(path) for path in pages if not re.search(r"\{%\s*extends\b", path.read_text("utf-8"))]
    assert [path for path in bare if not _stands_alone(ROOT / path)] == []


def _stands_alone(path: Path) -> bool:
    """A whole document on purpose: its first line says so in a comment."""
    return path.read_text("utf-8").lstrip().startswith("{% comment %}") and "<!doctype html>" in path.read_text("utf-8")


@pytest.mark.parametrize("suffix", [".py", ".html", ".txt"])
def test_law_is_data_and_stands_in_no_code(suffix):
    told = [
        f"{shown(path)}:{number}"
        for path in sources(suffix)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if LAW.search(line)
    ]
    assert told == []
