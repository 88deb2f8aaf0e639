"""Addresses of the guide and of questions to the legal office."""

from django.urls import path

from ikrar.norms.views import guide, inquiries, stepwise

urlpatterns = [
    path("aturan/", guide.ask, name="ask"),
    path("aturan/langkah/", stepwise.steps, name="steps"),
    path("aturan/tanya/", inquiries.inquire, name="inquire"),
    path("aturan/jawaban/", inquiries.read_inquiry, name="read_inquiry"),
    path("aturan/hukuman/", guide.sanctions, name="sanctions"),
    path("aturan/pengurus/", guide.office, name="office"),
    path("aturan/pertanyaan/", inquiries.inquiry_list, name="inquiry_list"),
    path("aturan/pertanyaan/<int:pk>/", inquiries.answer_inquiry, name="answer_inquiry"),
]
