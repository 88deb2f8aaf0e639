"""Addresses of the room `pledges`."""


app_name = "pledges"
urlpatterns: list = []
