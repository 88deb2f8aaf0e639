"""Addresses of the room `oversight`."""


app_name = "oversight"
urlpatterns: list = []
