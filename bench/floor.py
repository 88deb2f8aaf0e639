"""The floor: the least that Django does for a form and two rows. Served as our own application is, on the same database.

`/form` and `/pledge` are a session, a form token and two INSERTs in one transaction; `/one` is one SELECT and no more.
"""

import os

import django
from django.conf import settings

from config import databases

_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


def database() -> dict:
    """The database at `FLOOR_DATABASE_URL`, with the settings that an installation of ours has."""
    return databases.from_url(os.environ["FLOOR_DATABASE_URL"], databases.Path("/nonexistent"))


settings.configure(
    SECRET_KEY="floor",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DATABASES={"default": database()},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    MIDDLEWARE=[] if os.environ.get("FLOOR_BARE") else _MIDDLEWARE,
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.middleware.csrf import get_token  # noqa: E402
from django.urls import path  # noqa: E402


class Act(models.Model):
    person = models.CharField(max_length=40, unique=True)
    body = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return self.person


class Trace(models.Model):
    what = models.CharField(max_length=80)
    digest = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return self.what


def make_tables() -> None:
    with connection.cursor() as cursor:
        for model in (Act, Trace):
            cursor.execute(f"DROP TABLE IF EXISTS {model._meta.db_table}")
    with connection.schema_editor() as editor:
        for model in (Act, Trace):
            editor.create_model(model)
    Trace.objects.create(what="first", digest=bytes(32))


def form(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = 1
    return HttpResponse(f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">')


def pledge(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        act = Act.objects.create(person=request.POST["person"], body="pledge")
        Trace.objects.create(what=f"act {act.pk}", digest=bytes(32))
    return HttpResponse(b"ok", status=201)


def one(request: HttpRequest) -> HttpResponse:
    told = str(Trace.objects.filter(pk=1).exists())
    return HttpResponse(told, headers={"Content-Length": str(len(told))})  # bare Django tells no length


urlpatterns = [path("form", form), path("pledge", pledge), path("one", one)]
application = get_wsgi_application()

if __name__ == "__main__":
    make_tables()
