"""Makes the PDF of a paper: checks the data, hands it to the template, keeps the compilers."""

import json
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, cast

import typst

from ikrar.core.documents import apart, displays, shapes
from ikrar.core.documents.checks import FONTS, Fields, PaperRefused, checker

PAPERS_HOME = Path(__file__).parent.parent / "papers"
#: Pages are tagged for screen readers and kept for archives; typst refuses what would break either promise.
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
#: Most rows in one PDF: a page costs about 1.2 MB of memory until the file is whole.
MERGE_MOST = 250
#: A paper with more data than this, in bytes (about 30 pages), is made in a process of its own: the compiler here would keep
#: its pages in memory for the next ten papers.
LONG = 60_000


def no_code_in_link(data: Mapping[str, Any]) -> None:
    """A personal code must never be in what is scanned or posted."""
    public = f"{data['link']} {data['address']}".upper().replace("-", "")
    for at, slip in enumerate(data["slips"]):
        if slip["code"].replace("-", "") in public:
            raise PaperRefused(f"slips[{at}].code", "is in the public address")


class Paper(NamedTuple):
    """A kind of paper: the shape of its data, and what no shape can say."""

    shape: type
    one_page: bool = False
    further: Callable[[Mapping[str, Any]], None] | None = None


PAPERS: Mapping[str, Paper] = {
    "pakta": Paper(shapes.Pakta, one_page=True),
    "pact_form": Paper(shapes.PactForm, one_page=True),
    "slip": Paper(shapes.Slips, further=no_code_in_link),
    "roster": Paper(shapes.Roster),
    "invitation": Paper(shapes.Invitation),
    "badges": Paper(shapes.Badges),
    "attendance": Paper(shapes.AttendanceList),
    "receipt": Paper(shapes.Receipt, one_page=True),
    "guide": Paper(shapes.Guide),
    "minutes": Paper(shapes.Minutes),
    "signing_minutes": Paper(shapes.SigningMinutes, one_page=True),
    "circular": Paper(shapes.Circular),
    "declaration": Paper(shapes.DeclarationPaper),
    "poster": Paper(shapes.Poster, one_page=True),
    "stage_poster": Paper(displays.StagePoster, one_page=True),
    "pocket_card": Paper(displays.PocketCard),
}

_kept = threading.local()


def render(paper: str, data: Mapping[str, object], *, timestamp: int) -> bytes:
    """One paper as a PDF. The same data and `timestamp` (Unix seconds) make the same bytes."""
    fields = _fields(paper)
    return _compile(paper, {}, [_checked(paper, fields, data, data, "", frozenset())], timestamp)


def render_merged(
    paper: str, rows: Iterable[Mapping[str, object]], *, shared: Mapping[str, object], timestamp: int
) -> bytes:
    """One PDF with the paper of each row, one after another; `shared` holds what all rows have in common.

    A row's own key wins. At most `MERGE_MOST` rows; more are the caller's to part.
    """
    taken = list(islice(rows, MERGE_MOST + 1))
    if not 0 < len(taken) <= MERGE_MOST:
        raise PaperRefused("rows", f"must be 1 to {MERGE_MOST}")
    fields = _fields(paper)
    common = fields(shared, "shared", elsewhere=fields.needed)
    given = frozenset(common)
    own = [_checked(paper, fields, row, {**shared, **row}, f"rows[{at}]", given) for at, row in enumerate(taken)]
    return _compile(paper, common, own, timestamp)


def preview(paper: str, data: Mapping[str, object], *, dots: int) -> bytes:
    """The first page as a PNG with so many dots an inch, to be looked at before printing."""
    clean = _checked(paper, _fields(paper), data, data, "", frozenset())
    inputs = {"shared": "{}", "rows": json.dumps([clean]), "careful": "no"}
    made: Any = _compiler(paper).compile(format="png", ppi=dots, sys_inputs=inputs)
    return cast(bytes, made[0] if isinstance(made, list) else made)


def _fields(paper: str) -> Fields:
    if paper not in PAPERS:
        raise PaperRefused("paper", f"there is no paper {paper!r}")
    return cast(Fields, checker(PAPERS[paper].shape))


def _checked(
    paper: str,
    fields: Fields,
    own: Mapping[str, object],
    whole: Mapping[str, object],
    field: str,
    given: frozenset[str],
) -> dict[str, object]:
    clean = fields(own, field, elsewhere=given)
    further = PAPERS[paper].further
    if further:
        further(whole)
    return clean


def _compile(paper: str, shared: Mapping[str, object], rows: list[dict[str, object]], timestamp: int) -> bytes:
    """Compiles at full size first; only a paper that ran over its page is made again with every size measured."""
    inputs = {"shared": json.dumps(shared), "rows": json.dumps(rows), "careful": "no"}
    made = _pdf(paper, inputs, timestamp)
    if PAPERS[paper].one_page and _pages(made) > len(rows):
        made = _pdf(paper, inputs | {"careful": "yes"}, timestamp)
    return made


def _pdf(paper: str, inputs: dict[str, str], timestamp: int) -> bytes:
    told: dict[str, Any] = {"sys_inputs": inputs, "pdf_standards": STANDARDS, "timestamp": timestamp}
    try:
        if len(inputs["rows"]) > LONG:
            return apart.compile_apart(PAPERS_HOME / f"{paper}.typ", fonts=FONTS, **told)
        made = _compiler(paper).compile(format="pdf", **told)
    except typst.TypstError as error:
        raise PaperRefused(paper, error.message) from error
    except apart.Failed as error:
        raise PaperRefused(paper, str(error)) from error
    return cast(bytes, made)


def _pages(made: bytes) -> int:
    """Pages of a file that typst wrote: the root of its page tree stands in the open."""
    found = re.search(rb"/Type/Pages/Count (\d+)", made)
    return int(found[1]) if found else 0


def _compiler(paper: str) -> typst.Compiler:
    """The compiler of this paper in this thread: it is not for sharing, and costs more than a page to set up."""
    kept: dict[str, typst.Compiler] = _kept.__dict__.setdefault("compilers", {})
    if paper not in kept:
        kept[paper] = typst.Compiler(
            str(PAPERS_HOME / f"{paper}.typ"),
            root=str(PAPERS_HOME),
            font_paths=_fonts(),
            ignore_system_fonts=True,
        )
    return kept[paper]


@cache
def _fonts() -> typst.Fonts:
    """Our fonts and those of the compiler; never the machine's, so that a paper looks the same everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
