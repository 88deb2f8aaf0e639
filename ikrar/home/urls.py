"""Addresses of the room `home`."""


app_name = "home"
urlpatterns: list = []
