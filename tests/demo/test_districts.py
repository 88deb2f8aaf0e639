"""The four districts with a day stand as their articles tell, and hold together as acts."""

import datetime as dt

import pytest

from ikrar.agencies.models import Assignment
from ikrar.agencies.roles import system
from ikrar.demo import declarations, districts, founding
from ikrar.norms.actions.catalogue import load_catalogue
from ikrar.norms.models import Acknowledgement, Circular, Declaration
from ikrar.outreach.models import Attendance
from ikrar.outreach.queries import activities as queries
from ikrar.pledges.models import Campaign, Signature
from tests.factories import agencies as cast
from tests.factories.agencies import MADE_AT

#: Each act in a transaction of its own, as it happens: hundreds of row locks in one make PostgreSQL crawl.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seeded(request, settings):
    settings.IKRAR_DEMO = True
    load_catalogue(MADE_AT)
    return districts.seed_district(request.param)


def district(name):
    return pytest.mark.parametrize("seeded", [name], indirect=True)


def who(held, part):
    return [(row.name, row.full_office) for row in held.officials.filter(part=part).order_by("place")]


@district("kolaka")
def test_kolaka_is_attended_by_232_through_two_desks_and_shown_with_its_source(seeded, client):
    figures = queries.figures(seeded)
    assert (seeded.told, figures.invited, figures.present, figures.walk_ins) == (232, 232, 232, 0)
    assert (seeded.quotas.count(), seeded.invitees.exclude(quota=None).count()) == (12, 232)
    assert set(Attendance.objects.values_list("device", flat=True)) == {"Meja 1", "Meja 2"}
    assert (seeded.on, seeded.place, seeded.state) == (dt.date(2024, 8, 29), "Aula Pemda Kolaka", "closed")
    assert who(seeded, "opener") == [("Hj. Andi Wahidah, S.Pd., M.M.", "Plh. Sekretaris Daerah, Kabupaten Kolaka")]
    assert [str(row) for row in seeded.bases.all()] == ["UU 20/2023"]
    assert [row.number for row in seeded.circulars.all()] == ["100.1.4.1/99/01/2024"]
    page = client.get("/peragaan/").content.decode()
    assert founding.facts("kolaka")["source"] in page
    assert "panitia.kolaka" in page


@district("kutai-kartanegara")
def test_kutai_kartanegara_is_attended_in_the_hall_and_from_afar_and_no_number_is_claimed(seeded):
    sources = list(Attendance.objects.filter(activity=seeded, void=None).values_list("source", flat=True))
    assert (sources.count("online"), sources.count("desk") > 0) == (70, True)
    assert (seeded.told, seeded.mode) == (None, "both")
    assert who(seeded, "chair") == [("Rini Sulistiyowati", "Kepala Bidang Politik Dalam Negeri")]


@district("konawe-selatan")
def test_konawe_selatan_trains_seventy_heads_and_nobody_else(seeded):
    figures = queries.figures(seeded)
    assert (seeded.told, figures.invited, figures.present) == (70, 70, 70)
    held = Assignment.objects.filter(staff__in=seeded.invitees.values("staff")).values_list("position", flat=True)
    assert all(position.startswith(("Kepala", "Camat")) for position in held)
    assert who(seeded, "opener")[-1] == ("", "Badan Pengawas Pemilihan Umum (Bawaslu)")
    assert [row.number for row in seeded.circulars.all()] == ["800/1840/2023"]


@district("kotawaringin-timur")
def test_in_kotawaringin_timur_civil_servants_sign_afterwards_and_contract_staff_are_only_addressed(seeded):
    campaign = Campaign.objects.get()
    signed = Signature.objects.filter(campaign=campaign)
    sample = Circular.objects.get(agency=seeded.agency)
    assert "contoh rekaan" in sample.title
    assert sample not in seeded.circulars.all()
    assert 0 < Acknowledgement.objects.filter(circular=sample).count() < signed.count()
    kinds = set(signed.values_list("kind", flat=True))
    assert (campaign.state, kinds) == ("closed", {"pns", "pppk"})
    addressed = Attendance.objects.filter(activity=seeded, kind="non_civil_servant")
    assert addressed.exists()
    assert not signed.filter(staff__in=addressed.values("staff")).exists()
    assert min(signed.values_list("at", flat=True)) > max(seeded.attendances.values_list("at", flat=True))
    assert [office for _name, office in who(seeded, "speaker")] == [
        "Komisi Aparatur Sipil Negara (KASN)", "Badan Pengawas Pemilu (Bawaslu)",
    ]  # fmt: skip


def test_a_real_installation_has_no_page_of_the_demonstration(client, settings):
    settings.IKRAR_DEMO = False
    assert client.get("/peragaan/").status_code == 404


@pytest.mark.django_db
def test_the_demonstration_shows_a_declaration_of_each_kind_by_invented_people(settings):
    settings.IKRAR_DEMO = True
    load_catalogue(MADE_AT)
    agency = founding.agency(founding.facts("kendari")["agency"], at=MADE_AT)
    for name in ("Wati Contohwati", "Tono Rekaan", "Dewi Umpama", "Agus Rekaan"):
        cast.staff(agency, name)
    founding.officers(agency, by=system(agency.pk), at=MADE_AT)
    declarations.seed(agency, at=MADE_AT)
    found = {row.kind: row.state for row in Declaration.objects.all()}
    assert found == {"adhoc": "granted", "relative": "noted", "candidacy": "in_review", "facility": "refused"}
