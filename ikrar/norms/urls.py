"""Addresses of the norms room, grouped as the screens are."""

from django.urls import path

from ikrar.norms import views

app_name = "norms"
urlpatterns = [
    path("aturan/", views.ask, name="ask"),
    path("aturan/tanya/", views.inquire, name="inquire"),
    path("aturan/jawaban/", views.read_inquiry, name="read_inquiry"),
    path("aturan/hukuman/", views.sanctions, name="sanctions"),
    path("aturan/pertanyaan/", views.inquiry_list, name="inquiry_list"),
    path("aturan/pertanyaan/<int:pk>/", views.answer_inquiry, name="answer_inquiry"),
]
