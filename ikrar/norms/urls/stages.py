"""Addresses of election stages, of an agency's own dates and of what a stage's beginning proposes."""

from django.urls import path

from ikrar.norms.views import proposals, stages

urlpatterns = [
    path("aturan/tahapan/", stages.stages, name="stages"),
    path("aturan/tahapan/penggantian-pejabat/", stages.freeze, name="freeze"),
    path("aturan/tahapan/daerah/", stages.own_stages, name="own_stages"),
    path("aturan/tahapan/daerah/tulis/", stages.write_stage, name="write_stage"),
    path("aturan/tahapan/daerah/<int:pk>/", stages.own_stage, name="own_stage"),
    path("aturan/tahapan/daerah/<int:pk>/<slug:move>/", stages.decide_stage, name="decide_stage"),
    path("aturan/tahapan/usulan/", proposals.proposals, name="proposals"),
    path("aturan/tahapan/usulan/<int:pk>/", proposals.proposal, name="proposal"),
    path("aturan/tahapan/usulan/<int:pk>/<slug:move>/", proposals.decide_proposal, name="decide_proposal"),
]
