"""What each paper takes: the shape of its data, which is also the check of it.

All text is plain (markup prints as it is written), in Indonesian, and ready to print: dates and times come in words with
their zone. A key of `NotRequired` may be missing, None or blank. Other keys than these are refused.
"""

from typing import Annotated, NotRequired, TypedDict

from ikrar.core.documents.checks import Code, Emblem, Ending, Few, Ink, Link, LongCode

#: A person, unit or office. Printed whole: a long one is set smaller, then on two lines, never cut.
Name = Annotated[str, Few(160)]
#: One line of an address, a date, a place, a label.
Line = Annotated[str, Few(200)]
#: A sentence or a few.
Prose = Annotated[str, Few(1500)]


class Letterhead(TypedDict):
    """Head of an office's paper. Without an emblem a plain empty shield is drawn.

    `emblem` is an SVG drawing; `documents.emblem` makes one of an uploaded picture.
    """

    government: NotRequired[Name]
    agency: Name
    address: NotRequired[Annotated[list[Line], Few(4)]]
    emblem: NotRequired[Emblem]


class Text(TypedDict):
    """Which text was signed: its title, version ("3") and the short form of its digest ("9f2c 41d7 e803")."""

    title: Line
    version: Annotated[str, Few(20)]
    digest: Annotated[str, Few(40)]


class Check(TypedDict):
    """Where a paper can be checked: `address` in letters for people, `link` for the QR code, best in capitals."""

    address: Line
    link: Link


class Signatory(TypedDict):
    """A place to sign: lines of the role ("Yang membuat pernyataan,"), the name, and below it rank and number.

    `drawing` is what the person drew: the path data of a field of 320 by 150 units, or an SVG of such paths. `note` tells how
    it was signed, such as "Ditandatangani dengan kode dan PIN, 14 Oktober 2024 pukul 09.12 WITA". Neither leaves room for ink.
    """

    role: Annotated[list[Line], Few(3)]
    name: Name
    rank: NotRequired[Line]
    number: NotRequired[Line]
    drawing: NotRequired[Ink]
    note: NotRequired[Line]


class Identity(TypedDict):
    """One line on who signs. `value` is what the staff list says, `said` what the signer put in its place."""

    label: Annotated[str, Few(40)]
    value: Line
    said: NotRequired[Line]


class PactBody(TypedDict):
    """What a pact says, signed or blank. It fills one page; long ones are set smaller.

    `pledge` is the other text that the same signature stands under.
    """

    letterhead: Letterhead
    title: Line
    opening: Prose
    identity: Annotated[list[Identity], Few(12)]
    statement: NotRequired[Prose]
    clauses: Annotated[list[Prose], Few(20)]
    closing: NotRequired[Prose]
    place: Line
    date: NotRequired[Line]
    leader: NotRequired[Signatory]
    witnesses: NotRequired[Annotated[list[Signatory], Few(2)]]
    signer: Signatory
    text: Text
    pledge: NotRequired[Text]


class Pakta(PactBody):
    """A pact that was signed. `level` says in words how the signer was known: "kode dan PIN (tingkat 2 dari 5)".

    `seal` says whether this file is sealed, by whom, and where to see it.
    """

    receipt: Code
    level: Line
    seal: Annotated[str, Few(320)]
    check: NotRequired[Check]


class PactForm(PactBody):
    """A pact to be signed with ink. `sheet` lets a scan find its way back to the person.

    `points` are the pledge's; they print where the pact stays readable with them on its page.
    """

    points: NotRequired[Annotated[list[Prose], Few(20)]]
    sheet: NotRequired["SheetCode"]


class SheetCode(TypedDict):
    """The short code of one sheet of paper, and what its QR code says."""

    code: Code
    link: Link


class Slip(TypedDict):
    """One person's slip. `code` is the personal code in groups ("7Q4M-2F9K")."""

    name: Name
    unit: Name
    code: Code


class Help(TypedDict):
    """A question in two or three words and its answer: "PIN lupa?", "Minta PIN baru di meja koordinator."."""

    question: Annotated[str, Few(40)]
    answer: Annotated[str, Few(160)]


class Slips(TypedDict):
    """Slips of one unit, ten a page, in the given order. Merge rows of `unit` and `slips` for many units.

    `address` is the campaign's address in letters (host and `/i/KODE`), `link` the same for the QR code. A personal code in
    either is refused: the QR code may be posted, a code may not.
    """

    campaign: Line
    address: Line
    link: Link
    steps: Annotated[list[Annotated[str, Few(160)]], Few(3)]
    help: Annotated[list[Help], Few(4)]
    unit: Name
    slips: Annotated[list[Slip], Few(2000)]


class RosterRow(TypedDict):
    """A printed name with the short end of the number ("2 014"); a whole number is refused. Without a name, a row to write in."""

    name: NotRequired[Name]
    number: NotRequired[Ending]
    position: NotRequired[Name]


class Sheet(SheetCode):
    """One page of a roster: at most twenty rows, and the code by which its scan is attached."""

    rows: Annotated[list[RosterRow], Few(20)]


class Roster(TypedDict):
    """Signature sheets of one unit. Rows are numbered through all `sheets`; `statement` is what a signature there says.

    Merge rows of `unit` and `sheets` for many units.
    """

    letterhead: Letterhead
    title: Line
    campaign: Line
    unit: Name
    text: NotRequired[Text]
    pledge: NotRequired[Text]
    statement: NotRequired[Prose]
    sheets: Annotated[list[Sheet], Few(200)]
    place: NotRequired[Line]
    printed: NotRequired[Line]


class Badge(TypedDict):
    """One person's badge: no number. `unit` is a guest's institution, `part` says as what the person comes ("Peserta", "Tamu")."""

    name: Name
    unit: Name
    part: Annotated[str, Few(24)]
    link: Link


class Badges(TypedDict):
    """Badges of one activity, eight a page, in the given order. `when` tells day, hours and place in words."""

    agency: Name
    activity: Line
    when: Annotated[str, Few(300)]
    badges: Annotated[list[Badge], Few(4000)]


class Presence(TypedDict):
    """An hour ("08.41") or the word that stands for it ("kertas"), and small below how it was recorded ("Meja 1")."""

    at: Annotated[str, Few(30)]
    how: NotRequired[Annotated[str, Few(100)]]


class Attendee(TypedDict):
    """Somebody who came: `number` as it shall be printed, `place` is position and unit, `level` of the identity ladder."""

    name: Annotated[str, Few(400)]
    number: NotRequired[Annotated[str, Few(60)]]
    place: NotRequired[Annotated[str, Few(400)]]
    hall: NotRequired[Presence]
    online: NotRequired[Presence]
    level: Annotated[str, Few(10)]


class Fact(TypedDict):
    """One line of the head: "Hari, tanggal", "Senin, 14 Oktober 2024"."""

    label: Annotated[str, Few(40)]
    value: Prose


class AttendanceList(TypedDict):
    """Who came to an activity. `columns` names which of "Di tempat" and "Daring" are printed; `empty` says why there are no rows.

    Staff are numbered first, guests go on in a part of their own. `legend` explains the levels that occur.
    """

    letterhead: Letterhead
    title: Line
    activity: Line
    facts: Annotated[list[Fact], Few(20)]
    columns: Annotated[list[Annotated[str, Few(10)]], Few(2)]
    rows: NotRequired[Annotated[list[Attendee], Few(2_000)]]
    guests: NotRequired[Annotated[list[Attendee], Few(2_000)]]
    empty: NotRequired[Prose]
    summary: Annotated[list[Prose], Few(10)]
    legend: NotRequired[Annotated[list[Line], Few(6)]]
    place: Line
    date: Line
    signer: Signatory
    printed: Line


class Annex(TypedDict):
    """Who is meant by an invitation to a unit, on pages of its own."""

    title: Line
    unit: Name
    rows: Annotated[list[RosterRow], Few(2000)]


class Invitation(TypedDict):
    """An official letter that invites. Without `number` or `date` dots stand in their place, to be filled in by hand.

    `head` are lines such as ("Sifat", "Penting") below the number; `to` the lines after "Yth."; `facts` day, hour, place.
    """

    letterhead: Letterhead
    number: NotRequired[Line]
    date: NotRequired[Line]
    place: Line
    head: Annotated[list[Fact], Few(6)]
    to: Annotated[list[Name], Few(4)]
    at: Line
    opening: Annotated[list[Prose], Few(4)]
    facts: Annotated[list[Fact], Few(8)]
    closing: Annotated[list[Prose], Few(4)]
    signer: Signatory
    copies: NotRequired[Annotated[list[Line], Few(10)]]
    annex: NotRequired[Annex]


class CircularPoint(TypedDict):
    """A numbered point of a circular, maybe with points of its own."""

    text: Prose
    items: NotRequired[Annotated[list[Prose], Few(40)]]


class CircularPart(TypedDict):
    """A part of a circular under its letter: a text, or points."""

    letter: Annotated[str, Few(2)]
    title: Line
    text: NotRequired[Prose]
    points: NotRequired[Annotated[list[CircularPoint], Few(60)]]


class Circular(TypedDict):
    """An official circular. Without `number` or `date` dots stand in their place; `draft` is a word that marks every page."""

    letterhead: Letterhead
    number: NotRequired[Line]
    date: NotRequired[Line]
    place: Line
    to: Annotated[list[Name], Few(12)]
    at: Line
    about: Annotated[str, Few(300)]
    parts: Annotated[list[CircularPart], Few(12)]
    signer: Signatory
    copies: NotRequired[Annotated[list[Line], Few(10)]]
    draft: NotRequired[Annotated[str, Few(20)]]


class Declared(TypedDict):
    """One line of what was declared; the label is a question of a form and may take several lines."""

    label: Annotated[str, Few(80)]
    value: Prose


class DeclarationPaper(TypedDict):
    """A receipt, a person's statement, or an office's permit or refusal; without `number` none is printed, without `date` dots.

    `lines` tell who and what; `middle` and `clauses` are what a statement says after them; `foot` stands in place of a signer.
    """

    letterhead: Letterhead
    title: Line
    subject: Line
    number: NotRequired[Line]
    opening: Annotated[list[Prose], Few(4)]
    lines: Annotated[list[Declared], Few(24)]
    middle: NotRequired[Line]
    clauses: NotRequired[Annotated[list[Prose], Few(12)]]
    closing: Annotated[list[Prose], Few(6)]
    place: Line
    date: NotRequired[Line]
    signer: NotRequired[Signatory]
    foot: NotRequired[Prose]


class MinutesPart(TypedDict):
    """A part in an activity ("Pembuka") and who had it, each exactly as written."""

    label: Annotated[str, Few(40)]
    lines: Annotated[list[Prose], Few(60)]


class MinutesCount(TypedDict):
    """A line of a table of counts, the numbers ready to print."""

    label: Line
    staff: Annotated[str, Few(12)]
    guests: Annotated[str, Few(12)]


class MinutesRemark(TypedDict):
    """An observer's remark, whole: who wrote it and when, its paragraphs, the short form of its digest."""

    by: Annotated[str, Few(400)]
    corrects: NotRequired[Line]
    lines: Annotated[list[Annotated[str, Few(2_100)]], Few(1_000)]
    digest: Annotated[str, Few(40)]


class Minutes(TypedDict):
    """The minutes of an activity. It fills as many pages as its remarks need."""

    letterhead: Letterhead
    title: Line
    activity: Line
    facts: Annotated[list[Fact], Few(20)]
    parts: Annotated[list[MinutesPart], Few(8)]
    summary: Annotated[list[Prose], Few(10)]
    sources: NotRequired[Annotated[list[MinutesCount], Few(6)]]
    levels: NotRequired[Annotated[list[MinutesCount], Few(6)]]
    remarks: NotRequired[Annotated[list[MinutesRemark], Few(500)]]
    register: NotRequired[Prose]
    place: Line
    date: Line
    signers: Annotated[list[Signatory], Few(6)]
    printed: Line


class LevelCount(TypedDict):
    """How many acts of one level count, or of several together: "L0+L1", their words, the number ready to print."""

    code: Annotated[str, Few(20)]
    label: Line
    count: Annotated[str, Few(12)]


class Standing(TypedDict):
    """A published head of a register, and the place of a closing entry under it where there is one.

    `root` is base64 and `leaf` hex, as the tools of anybody who checks them write them; `key` is the published form.
    """

    origin: Line
    size: Annotated[str, Few(20)]
    root: Annotated[str, Few(44)]
    at: Line
    index: NotRequired[Annotated[str, Few(20)]]
    leaf: NotRequired[Annotated[str, Few(64)]]
    key: Annotated[str, Few(300)]
    check: Check


class SigningMinutes(TypedDict):
    """The minutes of a signing. They fill one page; long ones are set smaller. `draft` says why numbers may still change."""

    letterhead: Letterhead
    title: Line
    about: Line
    draft: NotRequired[Line]
    facts: Annotated[list[Fact], Few(8)]
    counts: Annotated[list[Fact], Few(8)]
    levels: NotRequired[Annotated[list[LevelCount], Few(6)]]
    rule: Prose
    people: Annotated[list[MinutesPart], Few(5)]
    remarks: NotRequired[Annotated[list[Prose], Few(5)]]
    register: NotRequired[Standing]
    unbound: NotRequired[Line]
    place: Line
    date: Line
    signers: Annotated[list[Signatory], Few(3)]
    printed: Line
    seal: Prose


class Poster(TypedDict):
    """A sheet to hang up; `host` and `path` are the address in letters, `link` the same for the QR code."""

    agency: Name
    activity: Line
    title: Line
    lead: Prose
    host: Line
    path: Line
    link: Link
    foot: Prose


class Receipt(TypedDict):
    """What a signer takes home, on A5. `what` was signed, `when` with its zone; `level` as on a pact.

    `proves` and `limits` are short sentences on what the receipt shows and what it does not. `code` is the receipt itself, for
    whoever checks it; without it the code is the address of `check`.
    """

    letterhead: Letterhead
    title: Line
    name: Name
    unit: NotRequired[Name]
    what: Line
    when: Line
    level: Line
    receipt: Code
    text: NotRequired[Text]
    pledge: NotRequired[Text]
    check: Check
    code: NotRequired[LongCode]
    state: NotRequired[Line]
    proves: Annotated[list[Prose], Few(5)]
    limits: Annotated[list[Prose], Few(5)]


class Table(TypedDict):
    """A small table. `widths` are shares of the width, one a column; equal when missing."""

    head: Annotated[list[Line], Few(6)]
    rows: Annotated[list[Annotated[list[Prose], Few(6)]], Few(60)]
    widths: NotRequired[Annotated[list[int], Few(6)]]


class Section(TypedDict):
    """A part of a guide, printed in this order: text, steps, points, table, note."""

    heading: Line
    text: NotRequired[Annotated[list[Prose], Few(10)]]
    steps: NotRequired[Annotated[list[Prose], Few(30)]]
    points: NotRequired[Annotated[list[Prose], Few(30)]]
    table: NotRequired[Table]
    note: NotRequired[Prose]


class Guide(TypedDict):
    """Printed help: a title, a lead, sections. `edition` stands at the foot ("Panduan versi 1, 14 Oktober 2024")."""

    letterhead: NotRequired[Letterhead]
    title: Line
    lead: NotRequired[Prose]
    sections: Annotated[list[Section], Few(30)]
    edition: NotRequired[Line]
