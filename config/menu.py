"""The menu of officers' pages, and the doors of an activity and of the law: they see all rooms, so they live above them."""

from django.utils.translation import gettext_lazy as _

from ikrar.agencies.permissions import ENROL_DEVICE, GRANT_ROLES, VIEW_STAFF
from ikrar.core.context import Door, Entry, Group
from ikrar.norms.permissions import (
    ANSWER_INQUIRIES,
    HANDLE_PROPOSALS,
    KEEP_ASSETS,
    MANAGE_WORKDAYS,
    PLAN_DUTIES,
    SET_STAGES,
    VIEW_CATALOGUE,
    VIEW_CIRCULARS,
    VIEW_CLOCKS,
    VIEW_DECLARATIONS,
)
from ikrar.norms.queries import clocks, declarations, inquiries, proposals, stages
from ikrar.outreach.permissions import (
    ANSWER_QUESTIONS,
    CONFIRM_SHEET,
    EXPORT_ATTENDANCE,
    INVITE,
    NAME_DELEGATES,
    NOTE_CIRCULAR,
    PREPARE,
    VIEW_ACTIVITIES,
    VIEW_ATTACHMENTS,
    VIEW_ATTENDANCE,
    VIEW_EVALUATION,
    VIEW_UNITS,
)
from ikrar.outreach.queries import next_step
from ikrar.outreach.rules import ActivityState
from ikrar.oversight.permissions import OBSERVE, VIEW_COVERAGE, VIEW_MACHINE
from ikrar.pledges.permissions import OPEN_SCREEN, OPEN_SESSION, TURN_SCREEN, VIEW_CAMPAIGNS, VIEW_MINUTES
from ikrar.pledges.queries import hall
from ikrar.pledges.queries import minutes as signing_minutes

ENTRIES = (
    Entry("home:start", "house", _("Beranda"), None, ("/",)),
    Entry("outreach:activity_list", "calendar", _("Kegiatan"), VIEW_ACTIVITIES, ("/kegiatan/",)),
    Entry("pledges:campaign_list", "pen-line", _("Ikrar"), VIEW_CAMPAIGNS, ("/ikrar/",)),
    Entry("norms:office", "scale", _("Aturan"), None, ("/aturan/",)),
    Entry("agencies:staff_list", "users", _("Pegawai"), VIEW_STAFF, ("/pegawai/",)),
    Entry("oversight:home", "chart-no-axes-column", _("Pantau"), VIEW_COVERAGE, ("/pantau/",)),
    Entry("oversight:observer_home", "eye", _("Pengamat"), OBSERVE, ("/pantau/pengamat/",)),
    Entry("agencies:officer_list", "shield-check", _("Petugas"), GRANT_ROLES, ("/petugas/", "/perangkat/")),
    Entry("oversight:machine", "monitor", _("Mesin"), VIEW_MACHINE, ("/mesin/",)),
)

_PLANNED, _OPEN, _CLOSED, _REPORTED = (state.value for state in ActivityState)
_ALWAYS = (_PLANNED, _OPEN, _CLOSED, _REPORTED)
_HELD = (_OPEN, _CLOSED, _REPORTED)

#: What one may do about an activity besides its states, on its page; what its present state needs stands first.
ACTIVITY_DOORS = (
    Group(
        _("Undangan"), (_PLANNED,),
        (
            Door("outreach:invite", "users", _("Undang pegawai"), INVITE, (_PLANNED, _OPEN)),
            Door("outreach:quotas", "building-2", _("Utusan unit"), NAME_DELEGATES, (_PLANNED, _OPEN, _CLOSED)),
            Door("outreach:guests", "landmark", _("Tamu instansi lain"), INVITE, (_PLANNED, _OPEN, _CLOSED)),
            Door("outreach:letter", "file-text", _("Surat undangan"), PREPARE, (_PLANNED, _OPEN)),
            Door("outreach:mail", "bell", _("Undangan lewat surel"), PREPARE, (_PLANNED, _OPEN)),
            Door("outreach:badge_list", "id-card", _("Lencana"), PREPARE, (_PLANNED, _OPEN)),
        ),
    ),
    Group(
        _("Kehadiran"), (_OPEN, _CLOSED),
        (
            Door(
                "agencies:device_list", "scan-line", _("Meja daftar hadir"), ENROL_DEVICE, (_PLANNED, _OPEN),
                next_step.desks_in_words, takes_key=False,
            ),
            Door("outreach:attendance", "list-checks", _("Siapa yang hadir"), VIEW_ATTENDANCE, _HELD),
            Door("outreach:attendance_units", "building-2", _("Per unit, siapa yang belum"), VIEW_UNITS, _HELD),
            Door("outreach:attendance_sheets", "stamp", _("Daftar hadir kertas"), CONFIRM_SHEET, _ALWAYS),
            Door("outreach:note_circular", "file-text", _("Catat pemahaman edaran"), NOTE_CIRCULAR, _HELD),
            Door("outreach:refusals", "user-x", _("Ditolak dan dibatalkan"), VIEW_ATTENDANCE, _HELD),
        ),
    ),
    Group(
        _("Ikrar di aula"), (_OPEN,),
        (
            Door("pledges:ceremony", "monitor", _("Layar ikrar di aula"), OPEN_SCREEN, (_PLANNED, _OPEN)),
            Door("pledges:remote", "play", _("Kendali layar dari HP"), TURN_SCREEN, (_PLANNED, _OPEN)),
            Door(
                "pledges:activity_sessions", "pen-line", _("Tanda tangan di kegiatan"), OPEN_SESSION, _ALWAYS, hall.in_words
            ),
        ),
    ),
    Group(
        _("Suara peserta"), (),
        (
            Door("outreach:forum", "message-circle-question-mark", _("Evaluasi dan pertanyaan"), VIEW_EVALUATION, _ALWAYS),
            Door("outreach:question_list", "ear", _("Pertanyaan untuk narasumber"), ANSWER_QUESTIONS, _ALWAYS),
        ),
    ),
    Group(
        _("Berkas"), (_CLOSED, _REPORTED),
        (
            Door("outreach:attendance_list", "download", _("Daftar hadir, PDF dan XLSX"), EXPORT_ATTENDANCE, _HELD),
            Door("outreach:attachments", "camera", _("Foto dan berkas"), VIEW_ATTACHMENTS, _ALWAYS),
            Door("outreach:activity_papers", "file-text", _("Semua berkas kegiatan"), VIEW_ACTIVITIES, _ALWAYS),
            Door("oversight:observe_activity", "eye", _("Pengamat di kegiatan"), OBSERVE, _HELD),
        ),
    ),
)  # fmt: skip

#: The papers of an activity, in the order of its days.
ACTIVITY_PAPERS = (
    Door("outreach:letter", "file-text", _("Surat undangan"), PREPARE, _ALWAYS),
    Door("outreach:mail", "bell", _("Undangan lewat surel"), PREPARE, _ALWAYS),
    Door("outreach:badge_list", "id-card", _("Lencana"), PREPARE, _ALWAYS),
    Door("outreach:attendance_sheets", "stamp", _("Daftar hadir kertas"), CONFIRM_SHEET, _ALWAYS),
    Door("outreach:attendance_list", "list-checks", _("Daftar hadir, PDF dan XLSX"), EXPORT_ATTENDANCE, _HELD),
    Door("outreach:minutes", "stamp", _("Berita acara kegiatan (PDF)"), VIEW_ACTIVITIES, _HELD),
    Door(
        "pledges:activity_minutes",
        "stamp",
        _("Berita acara penandatanganan"),
        VIEW_MINUTES,
        _HELD,
        leads=signing_minutes.has_sessions,
    ),
    Door("outreach:evaluation_results", "chart-no-axes-column", _("Hasil evaluasi"), VIEW_EVALUATION, _HELD),
    Door("outreach:attachments", "camera", _("Foto dan berkas"), VIEW_ATTACHMENTS, _ALWAYS),
)

#: What rooms above tell in public of a log.
LOG_DOORS = (
    Door(
        "pledges:totals",
        "chart-no-axes-column",
        _("Angka penutup"),
        None,
        (),
        signing_minutes.totals_in_words,
        key="origin",
    ),
)

#: Steps of an activity that end something in a room above too, and are asked for there.
ACTIVITY_MOVES = {"close_activity": "pledges:close_day"}

#: Pages about the law: what anyone may read, and what officers keep.
NORMS_DOORS = (
    Group(
        _("Untuk semua orang"), (),
        (
            Door("norms:ask", "message-circle-question-mark", _("Boleh atau tidak?"), None, (), takes_key=False),
            Door("norms:poster_list", "printer", _("Poster dan kartu saku"), None, (), takes_key=False),
            Door("norms:sanctions", "scale", _("Tangga hukuman"), None, (), takes_key=False),
            Door("norms:stages", "calendar", _("Tahapan pemilihan"), None, (), takes_key=False),
            Door("norms:freeze", "lock", _("Larangan penggantian pejabat"), None, (), takes_key=False),
            Door("norms:term_list", "clock", _("Tenggat menurut aturan"), None, (), takes_key=False),
            Door("norms:days_off", "calendar", _("Hari libur dan hari kerja"), None, (), takes_key=False),
        ),
    ),
    Group(
        _("Surat edaran"), (),
        (Door("norms:circular_list", "file-text", _("Surat edaran dan siapa yang sudah membaca"), VIEW_CIRCULARS, (), takes_key=False),),
    ),
    Group(
        _("Bagian Hukum"), (),
        (
            Door("norms:catalogue_list", "book-open", _("Katalog aturan"), VIEW_CATALOGUE, (), takes_key=False),
            Door("norms:line_list", "landmark", _("Sikap instansi"), VIEW_CATALOGUE, (), takes_key=False),
            Door(
                "norms:inquiry_list", "ear", _("Pertanyaan yang masuk"), ANSWER_INQUIRIES, (),
                inquiries.waiting_in_words, takes_key=False,
            ),
            Door(
                "norms:proposals", "bell", _("Usulan waktu tahapan berganti"), HANDLE_PROPOSALS, (),
                proposals.waiting_in_words, takes_key=False,
            ),
            Door(
                "norms:own_stages", "map-pin", _("Tanggal tahapan daerah"), SET_STAGES, (),
                stages.waiting_in_words, takes_key=False,
            ),
            Door(
                "norms:clock_list", "clock", _("Tenggat yang berjalan"), VIEW_CLOCKS, (), clocks.waiting_in_words,
                takes_key=False,
            ),
            Door("norms:local_days", "calendar", _("Hari libur daerah"), MANAGE_WORKDAYS, (), takes_key=False),
        ),
    ),
    Group(
        _("Pernyataan dan izin"), (),
        (
            Door(
                "norms:declaration_list", "lock", _("Pernyataan dan permohonan pegawai"), VIEW_DECLARATIONS, (),
                declarations.waiting_in_words, takes_key=False,
            ),
            Door("norms:duty_permits", "calendar", _("Izin bertugas"), PLAN_DUTIES, (), takes_key=False),
            Door("norms:asset_list", "building-2", _("Gedung dan kendaraan"), KEEP_ASSETS, (), takes_key=False),
        ),
    ),
)  # fmt: skip

#: For what a legal clock runs: the words of its kind, and its page there.
CLOCK_SUBJECTS: dict[str, Door] = {}
