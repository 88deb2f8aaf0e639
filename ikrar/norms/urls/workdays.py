"""Addresses of days off, counts, terms and running clocks."""

from django.urls import path

from ikrar.norms.views import workdays

urlpatterns = [
    path("aturan/hari-kerja/", workdays.days_off, name="days_off"),
    path("aturan/hari-kerja/hitung/", workdays.count_days, name="count_days"),
    path("aturan/tenggat/", workdays.term_list, name="term_list"),
    path("aturan/tenggat/berjalan/", workdays.clock_list, name="clock_list"),
    path("aturan/hari-daerah/", workdays.local_days, name="local_days"),
    path("aturan/hari-daerah/tambah/", workdays.add_local_day, name="add_local_day"),
    path("aturan/hari-daerah/<int:pk>/akhiri/", workdays.end_local_day, name="end_local_day"),
    path("aturan/hari-daerah/minggu/", workdays.set_work_week, name="set_work_week"),
    path("aturan/hari-daerah/minggu/<int:pk>/akhiri/", workdays.end_work_week, name="end_work_week"),
]
