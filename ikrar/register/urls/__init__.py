"""Addresses of the register; below a log's own they are those of tlog-tiles."""

from django.urls import path

from ikrar.register.views import public

app_name = "register"
urlpatterns = [
    path("register/", public.log_list, name="log_list"),
    path("register/<str:origin>/", public.log, name="log"),
    path("register/<str:origin>/checkpoint", public.checkpoint, name="checkpoint"),
    path("register/<str:origin>/tile/<path:path>", public.tile, name="tile"),
]
