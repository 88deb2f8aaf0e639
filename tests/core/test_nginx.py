"""The proxy that the handbook sets up writes down nothing about people who come without an account."""

import re
from pathlib import Path

from tests.addresses import ADDRESSES

CONF = Path(__file__).parents[2] / "docs" / "nginx" / "ikrar.conf"
#: Pages that are the same for everybody, and the machine's own.
OPEN = {
    "healthz", "readyz", "metrics", "home:start", "home:guide", "demo:districts", "agencies:help", "agencies:set_language",
}  # fmt: skip


def path(address):
    """An address of this kind, with something in each hole."""
    return "/" + re.sub(r"\[(\w)\w\]", r"\1", re.sub(r"<[^>]*>|\(\?P<.*", "x", address.route))


def test_who_comes_without_an_account_leaves_no_line_in_the_access_log():
    unlogged = re.search(r"location ~ (\S+) \{\n\s+access_log off;", CONF.read_text())[1]
    doors = [one for one in ADDRESSES if one.door in ("public", "signer", "desk") and one.name not in OPEN]
    assert len(doors) > 20
    assert [path(one) for one in doors if not re.match(unlogged, path(one))] == []
