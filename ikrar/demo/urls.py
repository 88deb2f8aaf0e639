"""The demonstration's own page."""

from django.urls import path

from ikrar.demo import views

app_name = "demo"
urlpatterns = [path("peragaan/", views.districts, name="districts")]
