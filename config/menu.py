"""The menu of officers' pages: it sees all rooms, so it lives above them."""

from django.utils.translation import gettext_lazy as _

from ikrar.agencies.permissions import GRANT_ROLES, VIEW_STAFF
from ikrar.core.context import Entry
from ikrar.outreach.permissions import VIEW_ACTIVITIES
from ikrar.oversight.permissions import OBSERVE, VIEW_COVERAGE
from ikrar.pledges.permissions import VIEW_CAMPAIGNS

ENTRIES = (
    Entry("home:start", "house", _("Beranda"), None, ("/",)),
    Entry("outreach:activity_list", "calendar", _("Kegiatan"), VIEW_ACTIVITIES, ("/kegiatan/",)),
    Entry("pledges:campaign_list", "pen-line", _("Ikrar"), VIEW_CAMPAIGNS, ("/ikrar/",)),
    Entry("agencies:staff_list", "users", _("Pegawai"), VIEW_STAFF, ("/pegawai/",)),
    Entry("oversight:home", "chart-no-axes-column", _("Pantau"), VIEW_COVERAGE, ("/pantau/",)),
    Entry("oversight:observer_home", "eye", _("Pengamat"), OBSERVE, ("/pantau/pengamat/",)),
    Entry("agencies:officer_list", "shield-check", _("Petugas"), GRANT_ROLES, ("/petugas/", "/perangkat/")),
)
