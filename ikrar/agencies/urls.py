"""Addresses of the room `agencies`."""


app_name = "agencies"
urlpatterns: list = []
