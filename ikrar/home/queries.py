"""What waits for a person: an officer's tasks, a staff member's own page. Reads lower rooms only."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ikrar.agencies import queries as people
from ikrar.agencies.access import way
from ikrar.agencies.roles import Actor
from ikrar.core import zones
from ikrar.core.templatetags.ikrar import thousands
from ikrar.norms.permissions import ANSWER_INQUIRIES, HANDLE_PROPOSALS, SET_STAGES
from ikrar.norms.queries import declarations, inquiries, proposals, reading, stages
from ikrar.norms.rules import INQUIRY_DAYS
from ikrar.outreach.queries import online
from ikrar.outreach.queries import own as invitations
from ikrar.oversight import machine
from ikrar.oversight import queries as oversight
from ikrar.oversight.figures import Coverage
from ikrar.oversight.permissions import VIEW_COVERAGE, VIEW_MACHINE, VIEW_MISSING
from ikrar.pledges.permissions import EDIT_CAMPAIGNS, REACH
from ikrar.pledges.queries import campaigns, erasures, objections, papers, texts
from ikrar.pledges.rules import CampaignState, TextKind


@dataclass(frozen=True)
class Task:
    """One thing to do: its words, why, where."""

    title: str
    why: str
    url: str
    button: str


@dataclass(frozen=True)
class Drive:
    """An open campaign with its coverage within the viewer's reach."""

    campaign: Any
    coverage: Coverage


def drives(viewer: Actor, at: dt.datetime) -> list[Drive]:
    """The open campaigns of the viewer's agency, at most three."""
    if not viewer.has(VIEW_COVERAGE):
        return []
    rows = list(campaigns.open_campaigns_of(viewer.agency_id or 0, at)[:3])
    return [Drive(row, oversight.coverage_for(viewer, VIEW_COVERAGE, row)) for row in rows]


def running(viewer: Actor, at: dt.datetime) -> list[tuple[Any, str]]:
    """Open campaigns for those who see no coverage, each with the page that is theirs: an observer's, or the campaign's."""
    if viewer.has(VIEW_COVERAGE):
        return []
    rows = list(campaigns.open_campaigns_of(viewer.agency_id or 0, at)[:3])
    return [(row, way(viewer, "oversight:observe", row.code) or way(viewer, "pledges:hub", row.code)) for row in rows]


def tasks(viewer: Actor, open_drives: list[Drive], at: dt.datetime) -> list[Task]:
    """What to do next, the most pressing first."""
    found = [_first_step(viewer)] if viewer.has(EDIT_CAMPAIGNS) and not open_drives else []
    found += [_about_missing(viewer, drive) for drive in open_drives if drive.coverage.total.missing]
    found += [*_to_confirm(viewer, open_drives), *_to_answer(viewer), *_stages(viewer)]
    return [*found, *_inquiries(viewer), *_declarations(viewer), *_machine(viewer, at)]


def _machine(viewer: Actor, at: dt.datetime) -> list[Task]:
    """What the operator alone can mend."""
    if not viewer.has(VIEW_MACHINE) or not machine.needs_somebody(at):
        return []
    why = _("Janji tanda terima yang lewat waktu, register yang berhenti, atau pekerjaan yang gagal.")
    return [Task(_("Mesin perlu ditangani"), why, reverse("oversight:machine"), _("Lihat"))]


def _stages(viewer: Actor) -> list[Task]:
    """What a stage's beginning proposes, and dates that another officer wrote."""
    found = []
    if viewer.has(HANDLE_PROPOSALS) and (count := proposals.waiting_proposals(viewer)):
        first = proposals.proposals_for(viewer)[0]
        title = ngettext("%(n)d usulan karena tahapan berganti", "%(n)d usulan karena tahapan berganti", count) % {
            "n": count
        }
        why = _("%(stage)s, mulai %(day)s. Belum ada yang dikirim.") % {
            "stage": first.stage_name, "day": zones.long_date(first.since)
        }  # fmt: skip
        found.append(Task(title, why, reverse("norms:proposals"), _("Putuskan")))
    if viewer.has(SET_STAGES) and (count := stages.to_approve(viewer).count()):
        title = ngettext(
            "%(n)d tanggal tahapan menunggu persetujuan", "%(n)d tanggal tahapan menunggu persetujuan", count
        )
        why = _("Ditulis petugas lain. Cocokkan dengan sumbernya.")
        found.append(Task(title % {"n": count}, why, reverse("norms:own_stages"), _("Periksa")))
    return found


def _inquiries(viewer: Actor) -> list[Task]:
    """Questions to the legal office that nobody has answered yet."""
    count = inquiries.waiting_inquiries(viewer)
    if not viewer.has(ANSWER_INQUIRIES) or not count:
        return []
    title = ngettext("%(n)d pertanyaan menunggu jawaban", "%(n)d pertanyaan menunggu jawaban", count) % {"n": count}
    why = _("Tanpa nama penanya. Dihapus sesudah %(days)d hari.") % {"days": INQUIRY_DAYS}
    return [Task(title, why, reverse("norms:inquiry_list"), _("Jawab"))]


def _declarations(viewer: Actor) -> list[Task]:
    """What waits for this officer's part: to be looked at, or to be decided."""
    count = declarations.pending_for(viewer)
    if not count:
        return []
    title = ngettext("%(n)d pernyataan atau izin menunggu", "%(n)d pernyataan atau izin menunggu", count) % {"n": count}
    why = _("Yang paling lama menunggu ada di atas. Tiap kali dibuka, tercatat.")
    return [Task(title, why, reverse("norms:declaration_list"), _("Periksa"))]


def _about_missing(viewer: Actor, drive: Drive) -> Task:
    """Before anybody signed, people need to hear of it; then who is missing, or where for those who see no names."""
    code, missing = drive.campaign.code, drive.coverage.total.missing
    if not drive.coverage.total.signed and viewer.has(REACH):
        title = ngettext("Ajak %(n)s orang tanda tangan", "Ajak %(n)s orang tanda tangan", missing) % {
            "n": thousands(missing)
        }
        why = _("%(title)s sudah dibuka. Kabari lewat grup, slip, WhatsApp, atau surel.") % {
            "title": drive.campaign.title
        }
        return Task(title, why, reverse("pledges:reach", args=[code]), _("Ajak orang"))
    title = ngettext("%(n)s orang belum tanda tangan", "%(n)s orang belum tanda tangan", missing) % {
        "n": thousands(missing)
    }
    worst = next((line for line in drive.coverage.units if line.missing), None)
    why = _("Paling banyak di %(unit)s: %(n)s.") % {"unit": worst.name, "n": thousands(worst.missing)} if worst else ""
    if viewer.has(VIEW_MISSING):
        return Task(title, why, reverse("oversight:missing", args=[code]), _("Lihat siapa"))
    return Task(title, why, reverse("oversight:coverage", args=[code]), _("Lihat per unit"))


def _to_confirm(viewer: Actor, open_drives: list[Drive]) -> list[Task]:
    """Sheets of paper that somebody else entered."""
    found = []
    for drive in open_drives:
        count = papers.waiting(viewer, drive.campaign).exclude(entered_by=viewer.id).count()
        if count:
            title = ngettext("%(n)d lembar menunggu petugas kedua", "%(n)d lembar menunggu petugas kedua", count) % {
                "n": count
            }
            why = _("Belum terhitung sebelum Anda mencocokkan pindaiannya.")
            found.append(Task(title, why, reverse("pledges:paper_sheets", args=[drive.campaign.code]), _("Periksa")))
    return found


def _to_answer(viewer: Actor) -> list[Task]:
    """ "Bukan saya" first, then what signers say is otherwise."""
    found = []
    if count := objections.objections_for(viewer).filter(answered_at=None).count():
        title = ngettext("%(n)d orang menyatakan “bukan saya”", "%(n)d orang menyatakan “bukan saya”", count) % {
            "n": count
        }
        why = _("Ini pemeriksaan, bukan tuduhan.")
        found.append(Task(title, why, reverse("pledges:objections"), _("Jawab")))
    if count := erasures.waiting_for(viewer):
        title = ngettext("%(n)d usulan penghapusan data", "%(n)d usulan penghapusan data", count) % {"n": count}
        why = _("Menunggu petugas kedua. Belum ada yang dihapus.")
        found.append(Task(title, why, reverse("pledges:erasure_list"), _("Baca")))
    if count := objections.corrections_for(viewer).filter(answer="").count():
        title = ngettext("%(n)d data dikoreksi penanda tangan", "%(n)d data dikoreksi penanda tangan", count) % {
            "n": count
        }
        why = _("Tanda tangannya sudah berlaku; daftar pegawai menunggu jawaban Anda.")
        found.append(Task(title, why, reverse("pledges:corrections"), _("Jawab")))
    return found


def _first_step(viewer: Actor) -> Task:
    """A new agency's way: the staff list, the texts, a campaign, its opening."""
    if not people.has_staff(viewer.agency_id or 0):
        why = _("Berkas dari SIASN atau SIMPEG, apa adanya. Anda memeriksa hasilnya sebelum ada yang disimpan.")
        return Task(_("Unggah daftar pegawai"), why, reverse("agencies:upload_roster"), _("Unggah"))
    if planned := campaigns.campaigns_for(viewer).filter(state=CampaignState.PLANNED).first():
        why = _("%(title)s sudah disiapkan dan belum dibuka. Kode pribadi dibuat waktu Anda membukanya.") % {
            "title": planned.title
        }
        return Task(_("Buka penandatanganan"), why, reverse("pledges:hub", args=[planned.code]), _("Periksa"))
    if not texts.approved_texts(viewer, TextKind.IKRAR).exists():
        why = _("Ikrar empat poin dan pakta integritas sudah tersedia. Baca, sesuaikan, setujui.")
        return Task(_("Siapkan naskah"), why, reverse("pledges:text_list"), _("Siapkan"))
    why = _("Pilih naskah, sasaran, dan waktunya. Kode pribadi dibuat waktu penandatanganan dibuka.")
    return Task(_("Buat penandatanganan"), why, reverse("pledges:create_campaign"), _("Buat"))


@dataclass(frozen=True)
class Own:
    """A staff member's own page: what is to sign and to read, what was signed and read, meetings online to join."""

    credential: Any
    assignment: Any
    to_sign: list[Any]
    signed: list[Any]
    meetings: list[Any]
    invited: list[Any]
    to_read: list[Any]
    read: list[Any]
    banners: list[Any]


def own_page(credential_id: int, at: dt.datetime) -> Own | None:
    """The own page behind a live code, or None."""
    credential = people.live_credential(credential_id)
    if credential is None:
        return None
    signed = list(campaigns.signatures_of(credential.staff_id))
    done = {row.campaign_id for row in signed if not hasattr(row, "void")}
    to_sign = [
        row for row in campaigns.open_campaigns_of(credential.agency_id, at)
        if row.pk not in done and campaigns.is_member(row, credential.staff_id, at)
    ]  # fmt: skip
    meetings = list(online.meetings_of(credential.staff_id, zones.today(credential.agency.zone, at)))
    return Own(
        credential,
        credential.staff.assignments.filter(until=None).select_related("unit").first(),
        to_sign,
        signed,
        meetings,
        list(invitations.invited_to(credential.staff_id, zones.today(credential.agency.zone, at))),
        reading.to_read(credential.agency_id, credential.staff_id, zones.today(credential.agency.zone, at)),
        list(reading.acts_of(credential.staff_id)),
        proposals.banners(credential.agency_id, at),
    )
