"""Addresses of the room `oversight`."""

from django.urls import path

from ikrar.oversight.views import coverage, machine, movements, observer, traces

app_name = "oversight"
urlpatterns = [
    path("mesin/", machine.machine_page, name="machine"),
    path("pantau/", coverage.home, name="home"),
    path("pantau/jejak/", traces.audit_page, name="audit"),
    path("pantau/pengamat/", observer.home, name="observer_home"),
    path("pantau/kegiatan/<int:pk>/", observer.observe_activity, name="observe_activity"),
    path("pantau/<str:code>/", coverage.coverage, name="coverage"),
    path("pantau/<str:code>/belum/", coverage.missing, name="missing"),
    path("pantau/<str:code>/sudah/", coverage.signed, name="signed"),
    path("pantau/<str:code>/rekap/", coverage.recap_page, name="recap"),
    path("pantau/<str:code>/cakupan.xlsx", coverage.xlsx, name="xlsx"),
    path("pantau/<str:code>/perubahan/", movements.changes, name="changes"),
    path("pantau/<str:code>/mutasi/", movements.movements, name="movements"),
    path("pantau/<str:code>/batal/", movements.voided, name="voided"),
    path("pantau/<str:code>/saksi/", coverage.vouchings, name="vouchings"),
    path("pantau/<str:code>/pengamat/", observer.observe, name="observe"),
]
