"""Addresses of officers who write texts, run campaigns and reach people."""

from django.urls import path

from ikrar.pledges.views import campaigns, letters, reach, texts

urlpatterns = [
    path("ikrar/", campaigns.campaign_list, name="campaign_list"),
    path("ikrar/baru/", campaigns.create_campaign, name="create_campaign"),
    path("ikrar/naskah/", texts.text_list, name="text_list"),
    path("ikrar/naskah/baru/", texts.draft_text, name="draft_text"),
    path("ikrar/naskah/<int:pk>/", texts.text, name="text"),
    path("ikrar/naskah/<int:pk>/ubah/", texts.edit_text, name="edit_text"),
    path("ikrar/naskah/<int:pk>/setujui/", texts.approve_text, name="approve_text"),
    path("ikrar/<str:code>/", campaigns.campaign_hub, name="hub"),
    path("ikrar/<str:code>/ubah/", campaigns.edit_campaign, name="edit_campaign"),
    path("ikrar/<str:code>/hapus/", campaigns.delete_campaign, name="delete_campaign"),
    path("ikrar/<str:code>/buka/", campaigns.open_campaign, name="open_campaign"),
    path("ikrar/<str:code>/waktu/", campaigns.extend_campaign, name="extend_campaign"),
    path("ikrar/<str:code>/tutup/", campaigns.close_campaign, name="close_campaign"),
    path("ikrar/<str:code>/susulan/", campaigns.session_list, name="session_list"),
    path("ikrar/<str:code>/susulan/<int:pk>/tutup/", campaigns.close_session, name="close_session"),
    path("ikrar/<str:code>/ajakan/", reach.reach, name="reach"),
    path("ikrar/<str:code>/ajakan/poster/", reach.poster, name="poster"),
    path("ikrar/<str:code>/ajakan/slip/", reach.slip_files, name="slip_files"),
    path("ikrar/<str:code>/ajakan/surat-massal/", reach.mail_merge, name="mail_merge"),
    path("ikrar/<str:code>/ajakan/berkas/<int:pk>/", reach.reach_file, name="reach_file"),
    path("ikrar/<str:code>/ajakan/wa/", reach.wa_units, name="wa_units"),
    path("ikrar/<str:code>/ajakan/wa/<int:unit>/", reach.wa_list, name="wa_list"),
    path("ikrar/<str:code>/ajakan/surel/", letters.campaign_mail, name="campaign_mail"),
    path("ikrar/<str:code>/ajakan/surel/<int:unit>/", letters.mail_states, name="mail_states"),
    path("pegawai/<int:pk>/kode/", letters.new_code, name="new_code"),
]
