"""All addresses: each room's own, the log-in library's, and the machine's."""

from django.urls import include, path

from ikrar.core import views as core

urlpatterns = [
    path("healthz", core.healthz, name="healthz"),
    path("readyz", core.readyz, name="readyz"),
    path("metrics", core.metrics, name="metrics"),
    path("akun/", include("ikrar.agencies.urls.login")),
    path("", include("ikrar.register.urls")),
    path("", include("ikrar.norms.urls")),
    path("", include("ikrar.pledges.urls")),
    path("", include("ikrar.outreach.urls")),
    path("", include("ikrar.agencies.urls")),
    path("", include("ikrar.oversight.urls")),
    path("", include("ikrar.home.urls")),
    path("", include("ikrar.demo.urls")),
]
handler404 = "ikrar.core.views.not_found"
handler500 = "ikrar.core.views.broken"
