"""A `.tlog-proof` file (C2SP tlog-proof@v1): where an entry stands, the way to the root, the checkpoint. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ikrar.register import merkle
from ikrar.register.notes import Checkpoint, Malformed, Verifier, b64, checkpoint_of, from_b64

_FIRST = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9]\d{0,18})")
#: A tree of 2**64 leaves has ways of this length.
_LONGEST = 64


@dataclass(frozen=True)
class Proof:
    """`extra` is whatever the maker adds; it is not authenticated. `checkpoint` is the signed note as it was published."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    @property
    def text(self) -> str:
        """The file."""
        extra = [f"extra {b64(self.extra)}"] if self.extra else []
        lines = [_FIRST, *extra, f"index {self.index}", *map(b64, self.hashes), "", self.checkpoint]
        return "\n".join(lines)

    @classmethod
    def parse(cls, text: str) -> "Proof":
        """Raises `Malformed` for whatever is not exactly such a file."""
        head, blank, checkpoint = text.partition("\n\n")
        lines = head.split("\n")
        if not blank or lines[0] != _FIRST:
            raise Malformed("no tlog-proof")
        extra = b""
        if len(lines) > 1 and lines[1].startswith("extra "):
            extra = from_b64(lines.pop(1).removeprefix("extra "))
        found = _INDEX.fullmatch(lines[1]) if len(lines) > 1 else None
        if found is None or len(lines) - 2 > _LONGEST:
            raise Malformed("no index, or a way that is too long")
        return cls(int(found[1]), tuple(from_b64(line, merkle.LENGTH) for line in lines[2:]), checkpoint, extra)

    def verify(self, entry: bytes, known: Sequence[Verifier]) -> Checkpoint:
        """The checkpoint under which this entry stands in the log; raises `Malformed`, `Unsigned` or `merkle.Invalid`."""
        head = checkpoint_of(self.checkpoint, known)
        merkle.verify_inclusion(self.index, head.size, merkle.leaf_hash(entry), self.hashes, head.root)
        return head
