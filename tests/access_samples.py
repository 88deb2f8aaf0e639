"""A sample object for every address that has an argument, in whichever agency a test asks for.

A new address with an argument needs one line in SAMPLES: its name and the arguments that lead to an object of `place`.
What belongs to a unit stands in UNIT_BOUND too, so that a coordinator of another unit is tried.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from allauth.usersessions.models import UserSession

from ikrar.agencies import tokens
from ikrar.agencies.models import Account, Agency, Credential, Device, RoleGrant, RosterImport, Staff, Unit
from ikrar.agencies.roles import Role
from ikrar.agencies.rules import ImportState
from ikrar.core import zones
from ikrar.outreach import links
from ikrar.outreach.models import Attendance
from ikrar.pledges.models import Draw
from tests.factories import agencies as make
from tests.factories import declarations, norms, outreach, pledges, register, workdays

#: Campaigns of the samples are open while the tests run.
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
#: The day that it is now where the agencies of the tests are; past 16.00 UTC that is the next one.
TODAY = zones.today("WITA", NOW)


@dataclass
class Place:
    """One agency, and one unit of it, in which the samples live; what nobody asks for is never made."""

    agency: Agency
    unit: Unit = field(init=False)

    def __post_init__(self) -> None:
        self.unit = make.unit(self.agency)

    @cached_property
    def account(self) -> Account:
        """An officer who is the object, not the one who acts."""
        return make.officer(Role.LEGAL, self.agency, name="Ratna Umpama")

    @cached_property
    def grant(self) -> RoleGrant:
        return make.grant(self.account, Role.AUDITOR)

    @cached_property
    def user_session(self) -> UserSession:
        return UserSession.objects.create(user=self.account, ip="192.0.2.1", session_key="contoh" + "0" * 26)

    @cached_property
    def desk(self) -> tuple[Device, str]:
        """A desk and the token of its cookie."""
        return make.device(self.agency, make.officer(Role.COMMITTEE, self.agency))

    @cached_property
    def provision(self) -> Any:
        """The agency's own row with a draft that waits."""
        return norms.own_row(self.agency, at=NOW)

    @cached_property
    def log(self) -> Any:
        """A log with published entries."""
        return register.published(self.agency, at=NOW)

    @cached_property
    def closing(self) -> Any:
        """A closing entry in this agency's public log."""
        return pledges.closing(self.log, at=NOW)

    @cached_property
    def inquiry(self) -> Any:
        return norms.inquiry(self.agency, day=TODAY)[0]

    @cached_property
    def circular(self) -> Any:
        """In force, for everybody of this agency, and a correction of an earlier one."""
        first = norms.circular(self.agency, "800/6/2024", at=NOW)
        return norms.circular(self.agency, "800/7/2024", replaces=first, is_material=False, at=NOW)

    @cached_property
    def signed_circular(self) -> Any:
        """In force, as an uploaded PDF."""
        return norms.circular(self.agency, "800/9/2024", file=norms.signed_pdf(), at=NOW)

    @cached_property
    def draft(self) -> Any:
        return norms.draft(self.agency, at=NOW)

    @cached_property
    def acknowledgement(self) -> Any:
        return norms.acknowledgement(self.circular, self.credential, at=NOW)

    @cached_property
    def declaration(self) -> Any:
        """A request of this place's person that was granted, with its letter and a file."""
        return declarations.declaration(self.staff, at=NOW, state="granted", letter=True)

    @cached_property
    def asset(self) -> Any:
        return declarations.asset(self.agency)

    @cached_property
    def own_stage(self) -> Any:
        return norms.own_stage(self.agency, self.account, day=TODAY)

    @cached_property
    def proposal(self) -> Any:
        return norms.proposal(self.agency, day=TODAY)

    @cached_property
    def local_day(self) -> Any:
        return workdays.local_day(self.agency, TODAY)

    @cached_property
    def work_week(self) -> Any:
        return workdays.work_week(self.agency, TODAY)

    @cached_property
    def staff(self) -> Staff:
        return make.staff(self.agency, at=self.unit)

    @cached_property
    def credential(self) -> Credential:
        return make.credential(self.staff, pin="482915")

    def cookie(self) -> str:
        """A signer's cookie, just after the PIN."""
        return tokens.seal(tokens.Signer(self.credential.pk, "hp-contoh").with_pin(dt.datetime.now(dt.UTC)))

    @cached_property
    def campaign(self) -> Any:
        assert self.staff
        return pledges.campaign(self.agency, at=NOW - dt.timedelta(days=1))

    @cached_property
    def activity(self) -> Any:
        """An open activity to which the person of this place is invited, with a badge."""
        held = outreach.activity(
            self.agency,
            on=TODAY,
            mode="both",
            meeting="https://rapat.kota.example/netralitas",
            opened_at=NOW - dt.timedelta(hours=1),
        )
        outreach.invitee(held, self.staff)
        return held

    @cached_property
    def forum(self) -> Any:
        """With as many answers as it takes to show them."""
        held = outreach.forum(self.activity)
        outreach.answers(held)
        return held

    @cached_property
    def attendance_draw(self) -> Any:
        """With an attendance, and an observer's remark on it."""
        return outreach.observed(self.activity, self.staff, self.account)

    @cached_property
    def question(self) -> Any:
        """A chosen one, with another that waits."""
        outreach.question(self.forum, "Bolehkah menyukai unggahan calon di media sosial?")
        return outreach.question(self.forum, "Bolehkah hadir di kampanye sebagai warga?", state="chosen", chosen_at=NOW)

    @cached_property
    def badge(self) -> Any:
        return outreach.badge(self.activity, self.staff, expires_at=NOW + dt.timedelta(days=1))

    @cached_property
    def guest(self) -> Any:
        return outreach.guest(self.activity)

    @cached_property
    def attachment(self) -> Any:
        return outreach.attachment(self.activity, at=NOW)

    @cached_property
    def quota(self) -> Any:
        return outreach.quota(self.activity, self.unit, seats=3, until=TODAY + dt.timedelta(days=1))

    @cached_property
    def attendance(self) -> Any:
        known = Attendance.objects.filter(activity=self.activity, staff=self.staff, attempt=1).first()
        return known or outreach.attendance(self.activity, self.staff)

    @cached_property
    def attendance_sheet(self) -> Any:
        return outreach.scanned(self.activity, self.unit, [self.staff], at=NOW)

    @cached_property
    def session(self) -> Any:
        return pledges.session(self.campaign, self.account, at=NOW)

    @cached_property
    def hall_session(self) -> Any:
        """A session of the activity's desks."""
        return pledges.session(self.campaign, self.account, at=NOW, activity=self.activity)

    @cached_property
    def screen(self) -> Any:
        """A link to the activity's ceremony, and its token."""
        return pledges.screen(self.activity, self.campaign, at=NOW)

    @cached_property
    def reach_file(self) -> Any:
        return pledges.reach_file(self.campaign, self.account, at=NOW)

    @cached_property
    def sheet(self) -> Any:
        return pledges.sheet(self.campaign, self.unit, [self.staff], at=NOW)

    @cached_property
    def act(self) -> Any:
        """A signature of somebody of this unit, with a pact bundle, a correction and an objection about it."""
        return pledges.vouched(self.campaign, self.staff, at=NOW)

    @cached_property
    def erasure(self) -> Any:
        return pledges.erasure(self.act.staff, self.account, at=NOW)

    @cached_property
    def roster(self) -> RosterImport:
        """An uploaded list that waits to be looked at."""
        return RosterImport.objects.create(
            agency=self.agency, name="daftar.csv", state=ImportState.PREVIEW, as_of=TODAY, made_at=NOW
        )

    @cached_property
    def draw(self) -> Draw:
        return Draw.objects.create(
            agency=self.agency, campaign=self.campaign, seed="0" * 64, up_to=0, drawn=[], by=self.account.pk, at=NOW
        )


def _campaign(place: Place) -> dict[str, Any]:
    return {"code": place.campaign.code}


def _activity(place: Place) -> dict[str, Any]:
    return {"pk": place.activity.pk}


def _forum(place: Place) -> dict[str, Any]:
    return {"code": place.forum.activity.code}


def _of_forum(place: Place) -> dict[str, Any]:
    return {"pk": place.forum.activity_id}


def _quota(place: Place) -> dict[str, Any]:
    return {"pk": place.quota.pk}


def _declaration(place: Place) -> dict[str, Any]:
    return {"pk": place.declaration.pk}


def _session(place: Place) -> dict[str, Any]:
    return {"pk": place.session.pk}


def _sheet(place: Place) -> dict[str, Any]:
    return {"code": place.sheet.code}


def _act(place: Place) -> dict[str, Any]:
    return {"receipt": place.act.receipt}


def _erasure(place: Place) -> dict[str, Any]:
    return {"pk": place.erasure.pk}


def _staff(place: Place) -> dict[str, Any]:
    return {"pk": place.staff.pk}


def _unit(place: Place) -> dict[str, Any]:
    return {"pk": place.unit.pk}


def _roster(place: Place) -> dict[str, Any]:
    return {"pk": place.roster.pk}


_OF_STAFF = ("staff", "move_staff", "end_staff", "change_contact", "show_number", "merge_staff", "unmerge_staff")
_OF_UNITS = ("unit", "rename_unit", "move_unit", "merge_units", "unmerge_units")
_OF_LISTS = (
    *("roster", "map_columns", "decide_row", "decide_units", "roster_errors"),
    *("apply_roster", "discard_roster", "take_back_roster"),
)
_OF_ATTENDANCE_SHEETS = (
    *("attendance_sheet", "enter_attendance_sheet", "add_to_sheet", "confirm_attendance_sheet"),
    *("refuse_attendance_sheet", "attendance_scan", "reprint_attendance_sheet"),
)
Arguments = Callable[[Place], dict[str, Any]]

SAMPLES: dict[str, Arguments] = {
    "account_reset_password_from_key": lambda place: {"uidb36": "1", "key": "abc-def"},
    "agencies:end_own_session": lambda place: {"pk": place.user_session.pk},
    "agencies:officer": lambda place: {"pk": place.account.pk},
    "agencies:grant_role": lambda place: {"pk": place.account.pk},
    "agencies:end_grant": lambda place: {"pk": place.grant.pk},
    "agencies:renew_invitation": lambda place: {"pk": place.account.pk},
    "agencies:deactivate_officer": lambda place: {"pk": place.account.pk},
    "agencies:reactivate_officer": lambda place: {"pk": place.account.pk},
    "agencies:reset_second_factor": lambda place: {"pk": place.account.pk},
    "agencies:end_officer_sessions": lambda place: {"pk": place.account.pk},
    "agencies:revoke_device": lambda place: {"pk": place.desk[0].pk},
    **{f"agencies:{name}": _staff for name in _OF_STAFF},
    **{f"agencies:{name}": _unit for name in _OF_UNITS},
    **{f"agencies:{name}": _roster for name in _OF_LISTS},
    "agencies:roster_rows": lambda place: _roster(place) | {"what": "refused"},
    **dict.fromkeys(
        (
            *("outreach:activity", "outreach:edit_activity", "outreach:attendance"),
            *("outreach:desk_attendance", "outreach:desk_guest", "outreach:invite"),
            *("outreach:badge_list", "outreach:mail", "outreach:activity_calendar"),
            *("outreach:own_badge", "outreach:own_calendar", "outreach:letter"),
            *("outreach:make_letters", "outreach:personal_letter"),
            *("outreach:quotas", "outreach:give_seats", "outreach:guests", "outreach:attachments", "outreach:attach"),
        ),
        _activity,
    ),
    "outreach:join": _activity,
    "outreach:attendance_list": _activity,
    "outreach:attendance_units": _activity,
    "outreach:note_circular": _activity,
    "outreach:attendance_sheets": _activity,
    **{f"outreach:{name}": lambda place: {"code": place.attendance_sheet.code} for name in _OF_ATTENDANCE_SHEETS},
    "outreach:attendance_scan_page": lambda place: {"code": place.attendance_sheet.code, "page": 1},
    "outreach:join_door": lambda place: {"code": place.activity.code},
    **dict.fromkeys(
        ("outreach:forum", "outreach:evaluation_results", "outreach:question_list", "outreach:replace_speaker_link"),
        _of_forum,
    ),
    **dict.fromkeys(
        (
            *("outreach:forum_door", "outreach:evaluate", "outreach:evaluated", "outreach:ask_question"),
            "outreach:read_answer",
        ),
        _forum,
    ),
    **dict.fromkeys(
        (
            *(
                "outreach:question",
                "outreach:choose_question",
                "outreach:set_aside_question",
                "outreach:merge_question",
            ),
            *("outreach:return_question", "outreach:mark_spoken", "outreach:answer_question"),
        ),
        lambda place: {"pk": place.question.forum.activity_id, "question": place.question.pk},
    ),
    **dict.fromkeys(
        (
            *("outreach:draw_attendances", "outreach:write_remark", "outreach:activity_papers", "outreach:minutes"),
            "oversight:observe_activity",
        ),
        lambda place: {"pk": place.attendance_draw.activity_id},
    ),
    "outreach:attendance_draw": lambda place: {"pk": place.activity.pk, "draw": place.attendance_draw.pk},
    "outreach:forum_poster": lambda place: _of_forum(place) | {"what": "evaluasi"},
    "outreach:speaker_list": lambda place: _forum(place) | {"token": links.speaker(place.forum.pk, 1)},
    "outreach:move_activity": lambda place: _activity(place) | {"move": "report_activity"},
    **dict.fromkeys(
        ("pledges:activity_sessions", "pledges:close_day", "pledges:ceremony", "pledges:remote", "pledges:remote_now"),
        _activity,
    ),
    "pledges:end_screen": lambda place: _activity(place) | {"screen": place.screen[0].pk},
    **dict.fromkeys(
        ("pledges:screen", "pledges:screen_now"),
        lambda place: {"pk": place.screen[0].ceremony_id, "token": place.screen[1]},
    ),
    "pledges:close_activity_session": lambda place: _activity(place) | {"session": place.hall_session.pk},
    **dict.fromkeys(
        (*("norms:declaration", "norms:declaration_letter", "norms:own_declaration", "norms:withdraw_declaration"),),
        _declaration,
    ),
    **dict.fromkeys(
        ("norms:declaration_paper", "norms:own_declaration_paper"),
        lambda place: _declaration(place) | {"what": "permit"},
    ),
    **dict.fromkeys(
        ("norms:declaration_file", "norms:own_declaration_file"),
        lambda place: _declaration(place) | {"file": place.declaration.files.get().pk},
    ),
    "norms:take_declaration": lambda place: _declaration(place) | {"move": "end_declaration"},
    "norms:declare": lambda place: {"kind": "adhoc"},
    "norms:enter_declaration": lambda place: {"kind": "adhoc", "staff": place.staff.pk},
    **dict.fromkeys(("norms:edit_asset", "norms:end_asset"), lambda place: {"pk": place.asset.pk}),
    "norms:poster_preview": lambda place: {"code": place.agency.code, "language": "id", "slug": "masa-kampanye"},
    "norms:poster": lambda place: {"code": place.agency.code, "language": "id", "size": "a4", "slug": "masa-kampanye"},
    **{
        f"norms:{name}": lambda place: {"kind": place.provision.kind, "slug": place.provision.slug}
        for name in (
            "provision",
            "correct_provision",
            "confirm_provision",
            "set_aside_provision",
            "return_provision",
            "approve_provision",
            "reject_provision",
        )
    },
    "norms:catalogue_file": lambda place: {"kind": "conduct"},
    "norms:take_line": lambda place: {"slug": norms.contested(NOW)},
    "norms:answer_inquiry": lambda place: {"pk": place.inquiry.pk},
    **dict.fromkeys(
        (
            *("norms:circular", "norms:compare_circular", "norms:circular_paper", "norms:unread", "norms:read"),
            *("norms:remind_readers", "norms:read_circular"),
        ),
        lambda place: {"pk": place.circular.pk},
    ),
    **dict.fromkeys(
        ("norms:edit_circular", "norms:delete_draft", "norms:issue_circular"), lambda place: {"pk": place.draft.pk}
    ),
    "norms:end_circular": lambda place: {"pk": place.circular.pk, "move": "withdraw_circular"},
    "norms:own_file": lambda place: {"pk": place.signed_circular.pk},
    "norms:void_acknowledgement": lambda place: {"pk": place.acknowledgement.pk},
    "norms:staff_circulars": _staff,
    "norms:own_stage": lambda place: {"pk": place.own_stage.pk},
    "norms:decide_stage": lambda place: {"pk": place.own_stage.pk, "move": "approve_stage"},
    "norms:proposal": lambda place: {"pk": place.proposal.pk},
    "norms:decide_proposal": lambda place: {"pk": place.proposal.pk, "move": "dismiss_proposal"},
    "norms:end_local_day": lambda place: {"pk": place.local_day.pk},
    "norms:end_work_week": lambda place: {"pk": place.work_week.pk},
    "outreach:quota": _quota,
    "outreach:guest": lambda place: {"pk": place.guest.pk},
    "outreach:remove_guest": lambda place: {"pk": place.guest.pk},
    **dict.fromkeys(
        ("outreach:attachment", "outreach:small_photo", "outreach:change_attachment"),
        lambda place: {"pk": place.attachment.pk},
    ),
    "outreach:change_quota": _quota,
    "outreach:quota_step": lambda place: _quota(place) | {"step": "close"},
    "outreach:unit_delegates": lambda place: {"token": links.token_of(place.quota.nonce)},
    "outreach:end_badge": lambda place: _activity(place) | {"badge": place.badge.pk},
    "outreach:print_file": lambda place: _activity(place) | {"file": outreach.print_file(place.activity, at=NOW).pk},
    "outreach:badge": lambda place: {"text": "IK1" + "A" * 124},
    "outreach:refusals": _activity,
    "outreach:void_attendance": lambda place: _activity(place) | {"act": place.attendance.pk},
    "outreach:desk_undo": lambda place: _activity(place) | {"act": 1},
    "outreach:desk_refuse": lambda place: _activity(place) | {"badge": place.badge.pk},
    "pledges:verify_number": lambda place: {"number": place.act.receipt},
    "pledges:draw_result": lambda place: _campaign(place) | {"pk": place.draw.pk},
    "pledges:receipt": lambda place: {"receipt": "000000000"},
    **{
        f"pledges:{name}": lambda place: {"pk": place.campaign.ikrar_id}
        for name in ("text", "edit_text", "approve_text")
    },
    "pledges:close_session": lambda place: _campaign(place) | _session(place),
    "pledges:reach_file": lambda place: _campaign(place) | {"pk": place.reach_file.pk},
    "pledges:wa_list": lambda place: _campaign(place) | {"unit": place.unit.pk},
    "pledges:mail_states": lambda place: _campaign(place) | {"unit": place.unit.pk},
    "pledges:new_code": lambda place: {"pk": place.staff.pk},
    "pledges:undo_vouch": lambda place: _session(place) | {"act": 1},
    "pledges:sheet_scan_page": lambda place: _sheet(place) | {"page": 1},
    "pledges:pact_bundle": lambda place: _campaign(place) | {"pk": pledges.bundle(place.act).pk},
    "pledges:accept_correction": lambda place: {"pk": pledges.correction(place.act).pk},
    "pledges:decline_correction": lambda place: {"pk": pledges.correction(place.act).pk},
    **dict.fromkeys(("pledges:propose_erasure", "pledges:set_hold"), lambda place: {"pk": place.act.staff_id}),
    **dict.fromkeys(("pledges:erasure", "pledges:approve_erasure", "pledges:refuse_erasure"), _erasure),
    "pledges:cover_scan": lambda place: _erasure(place) | _sheet(place),
    "pledges:lift_hold": lambda place: {"pk": pledges.hold(place.staff, place.account, at=NOW).pk},
    "pledges:answer_objection": lambda place: {"pk": pledges.objection(place.act, at=NOW).pk},
    **dict.fromkeys(
        (
            *("pledges:own_pact", "pledges:own_receipt", "pledges:own_proof", "pledges:signature", "pledges:evidence"),
            "pledges:pact",
        ),
        _act,
    ),
    **dict.fromkeys(
        (
            *("pledges:sheet", "pledges:enter_sheet", "pledges:confirm_sheet", "pledges:refuse_sheet"),
            *("pledges:sheet_scan", "pledges:reprint_sheet"),
        ),
        _sheet,
    ),
    "pledges:note_reason": lambda place: _campaign(place) | {"staff": place.staff.pk},
    **dict.fromkeys(
        (
            *("pledges:campaign", "pledges:sign", "pledges:hub", "pledges:edit_campaign", "pledges:delete_campaign"),
            *("pledges:open_campaign", "pledges:extend_campaign", "pledges:close_campaign", "pledges:session_list"),
            *("pledges:reach", "pledges:poster", "pledges:slip_files", "pledges:mail_merge", "pledges:wa_units"),
            *("pledges:campaign_mail", "pledges:draw", "pledges:signing_minutes", "pledges:signing_minutes_paper"),
            *("pledges:paper_sheets", "pledges:print_sheets", "pledges:pacts", "pledges:make_pacts"),
            *("oversight:coverage", "oversight:missing", "oversight:signed", "oversight:recap", "oversight:xlsx"),
            *(
                "oversight:changes",
                "oversight:movements",
                "oversight:voided",
                "oversight:vouchings",
                "oversight:observe",
            ),
        ),
        _campaign,
    ),
    "pledges:activity_minutes": lambda place: {"pk": place.hall_session.activity_id},
    "pledges:activity_minutes_paper": lambda place: {"pk": place.hall_session.activity_id} | _campaign(place),
    "pledges:totals": lambda place: {"origin": place.closing.log.origin},
    **dict.fromkeys(
        ("pledges:closing_entry", "pledges:closing_proof"),
        lambda place: {"origin": place.closing.log.origin, "index": place.closing.index},
    ),
    **dict.fromkeys(("register:log", "register:checkpoint"), lambda place: {"origin": place.log.origin}),
    "register:tile": lambda place: {"origin": place.log.origin, "path": "0/000.p/9"},
    **dict.fromkeys(
        (
            *("pledges:desk_session", "pledges:desk_pick", "pledges:desk_person"),
            *(
                "pledges:desk_said",
                "pledges:desk_refuse_badge",
                "pledges:desk_wipe",
                "pledges:desk_latest",
                "pledges:desk_confirm",
            ),
        ),
        _session,
    ),
}

#: Their argument names something national, of which every agency has its own page: no other agency's is there to find.
OF_ALL = {"norms:catalogue_file", "norms:take_line"}
#: Addresses whose object belongs to a unit: a coordinator of another unit of the same agency does not find it.
UNIT_BOUND: set[str] = {
    *(f"outreach:{name}" for name in (*_OF_ATTENDANCE_SHEETS, "attendance_scan_page")),
    "agencies:staff",
    "agencies:change_contact",
    "norms:staff_circulars",
    "norms:void_acknowledgement",
    "outreach:quota",
    "pledges:wa_list",
    "pledges:mail_states",
    "pledges:new_code",
    "pledges:note_reason",
    "pledges:sheet",
    "pledges:enter_sheet",
    "pledges:confirm_sheet",
    "pledges:refuse_sheet",
    "pledges:sheet_scan",
    "pledges:sheet_scan_page",
    "pledges:reprint_sheet",
    "pledges:pact",
    "pledges:pact_bundle",
}

#: Addresses whose argument is no object of an agency, or that anybody may open on purpose.
ANYBODYS: set[str] = {
    "account_reset_password_from_key", "norms:declare", "outreach:badge", "outreach:join_door",
    "outreach:unit_delegates", "pledges:campaign", "pledges:verify_number", "register:checkpoint", "register:log",
    "register:tile",
}  # fmt: skip
