"""Can people reach it: its address, its styles and scripts, its e-mail, its papers."""

import os
import tempfile
from collections.abc import Iterator
from urllib.parse import urlsplit

import typst
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core import mail
from django.utils.translation import gettext as _

from ikrar.core.doctor import Finding, check

#: Set by `ikrar doctor --mail`: connect to the mail server too.
CONNECT = "IKRAR_DOCTOR_MAIL"
_PAGE = '#set text(lang: "id")\n= Ikrar\nSumpah dan janji.\n'


@check("address", after="")
def address() -> Iterator[Finding]:
    """Whatever is reached from another machine is reached by HTTPS."""
    parts = urlsplit(settings.PUBLIC_URL)
    host = parts.hostname or ""
    is_here = host in {"localhost", "::1"} or host.startswith("127.")
    if settings.IKRAR_DEMO and not is_here:
        yield Finding(
            _("Peragaan terbuka di %s: petugas masuk tanpa pengaman kedua, dengan kata sandi yang diketahui umum.")
            % settings.PUBLIC_URL,
            _("Setel demo = false di ikrar.toml, atau pakai alamat 127.0.0.1."),
        )
    if parts.scheme != "https" and not is_here:
        yield Finding(
            _("Alamat %s memakai http: kode dan PIN terbaca di jaringan, dan kamera tidak jalan.")
            % settings.PUBLIC_URL,
            _("Pasang proksi HTTPS (docs/operations.md) dan setel public_url ke https://… di ikrar.toml."),
        )


@check("static", after="")
def static() -> Iterator[Finding]:
    """Every style and script of this version has been collected."""
    known = getattr(staticfiles_storage, "hashed_files", None)
    if known is None:
        return
    ours = {
        path.replace(os.sep, "/")
        for finder in finders.get_finders()
        for path, _storage in finder.list(["CVS", ".*", "*~"])
    }
    missing = sorted(path for path in ours if path not in known or not staticfiles_storage.exists(known[path]))
    if missing:
        yield Finding(_("%(count)d berkas tampilan belum dikumpulkan, misalnya %(name)s.") % {"count": len(missing), "name": missing[0]},
                      _("Jalankan: ikrar upgrade"))  # fmt: skip


@check("mail", after="")
def mail_server() -> Iterator[Finding]:
    """E-mail is set up, or the agency has said that it sends none; with --mail the server is asked too."""
    if settings.MAIL_NONE or settings.IKRAR_DEMO:
        return
    if not settings.EMAIL_HOST:
        yield Finding(
            _("Surel belum diatur."),
            _("Isi bagian [mail] di ikrar.toml; bila memang tanpa surel, tulis none = true di sana."),
        )
        return
    if os.environ.get(CONNECT):
        try:
            server = mail.get_connection()
            server.open()
            server.close()
        except OSError as failure:
            yield Finding(_("Server surel %(host)s menolak: %(why)s") % {"host": settings.EMAIL_HOST, "why": failure},
                          _("Periksa host, port, security, user dan password pada [mail] di ikrar.toml."))  # fmt: skip


@check("papers", after="")
def papers() -> Iterator[Finding]:
    """A PDF can be made."""
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".typ") as page:
            page.write(_PAGE)
            page.flush()
            made = typst.compile(page.name)
    except Exception as failure:
        made = str(failure).encode()
    if not made.startswith(b"%PDF"):
        yield Finding(
            _("Kertas PDF tidak bisa dibuat: %s") % made[:120].decode(errors="replace"), _("Pasang ulang paket typst.")
        )
