"""Addresses of erasing who signed; they go before those that take a campaign's code."""

from django.urls import path

from ikrar.pledges.views import erasures

urlpatterns = [
    path("ikrar/penghapusan/", erasures.erasure_list, name="erasure_list"),
    path("ikrar/penghapusan/usul/<int:pk>/", erasures.propose_erasure, name="propose_erasure"),
    path("ikrar/penghapusan/tahan/<int:pk>/", erasures.set_hold, name="set_hold"),
    path("ikrar/penghapusan/angkat/<int:pk>/", erasures.lift_hold, name="lift_hold"),
    path("ikrar/penghapusan/<int:pk>/", erasures.erasure, name="erasure"),
    path("ikrar/penghapusan/<int:pk>/setujui/", erasures.approve_erasure, name="approve_erasure"),
    path("ikrar/penghapusan/<int:pk>/tolak/", erasures.refuse_erasure, name="refuse_erasure"),
    path("ikrar/penghapusan/<int:pk>/lembar/<str:code>/", erasures.cover_scan, name="cover_scan"),
]
