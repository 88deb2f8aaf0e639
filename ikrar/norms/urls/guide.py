"""Addresses of the guide and of questions to the legal office."""

from django.urls import path

from ikrar.norms.views import guide, inquiries, posters, stepwise

urlpatterns = [
    path("aturan/", guide.ask, name="ask"),
    path("aturan/langkah/", stepwise.steps, name="steps"),
    path("aturan/poster/", posters.poster_list, name="poster_list"),
    path("aturan/poster/<slug:code>/<slug:language>/<slug:slug>.png", posters.poster_preview, name="poster_preview"),
    path("aturan/poster/<slug:code>/<slug:language>/<slug:size>/<slug:slug>.pdf", posters.poster, name="poster"),
    path("aturan/tanya/", inquiries.inquire, name="inquire"),
    path("aturan/jawaban/", inquiries.read_inquiry, name="read_inquiry"),
    path("aturan/hukuman/", guide.sanctions, name="sanctions"),
    path("aturan/pengurus/", guide.office, name="office"),
    path("aturan/pertanyaan/", inquiries.inquiry_list, name="inquiry_list"),
    path("aturan/pertanyaan/<int:pk>/", inquiries.answer_inquiry, name="answer_inquiry"),
]
