"""A real `ikrar serve` behind a real host name, on HTTPS by a small proxy or on plain HTTP as in an office's own net."""

import datetime as dt
import http.client
import json
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ikrar.core import keys
from tests.conftest import ROOT
from tests.core.test_serve import free_port, wait_for

#: Writes a small agency into the database of the installation and prints what a person is given.
_SEED = """
import datetime as dt, json, django
django.setup()
from ikrar.agencies.roles import Role
from ikrar.core import zones
from tests.factories import agencies as cast, pledges
agency = cast.agency("kota", zone="WITA", name="Pemerintah Kota Contoh")
unit = cast.unit(agency, "Dinas Contoh")
sari, budi = (cast.staff(agency, name, at=unit) for name in ("Sari Contohwati", "Budi Rekaan"))
campaign = pledges.campaign(agency, at=zones.now() - dt.timedelta(hours=1))
ratna = cast.officer(Role.PERSONNEL, agency, name="Ratna Umpama")
print(json.dumps({"campaign": campaign.code, "code": pledges.code(sari), "login": ratna.username,
                  "password": cast.PASSWORD, "secret": cast.totp_secret(ratna)}))
"""


@dataclass(frozen=True)
class Served:
    """An installation that is running: its public address, the flag that leads a browser there, and what was seeded."""

    url: str
    flag: str
    campaign: str
    code: str
    login: str
    password: str
    secret: str


@contextmanager
def served(home: Path, scheme: str, host: str) -> Iterator[Served]:
    """`ikrar init`'s tables and keys, an agency, web processes and worker, and the proxy where it is HTTPS."""
    env = _environment(home, f"{scheme}://{host}")
    keys.make(home / "keys")
    for words in (["migrate"], ["collectstatic", "--noinput"]):
        subprocess.run([sys.executable, "manage.py", *words, "-v0"], cwd=ROOT, env=env, check=True)
    told = subprocess.run([sys.executable, "-c", _SEED], cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    port = free_port()
    command = [sys.executable, "-m", "ikrar", "serve", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    proxy = _proxy(home, host, port) if scheme == "https" else None
    try:
        wait_for(lambda: process.poll() is not None or _answers(port), 60)
        to = f"{host}:443 127.0.0.1:{proxy.server_port}" if proxy else f"{host}:80 127.0.0.1:{port}"
        yield Served(
            f"{scheme}://{host}", f"--host-resolver-rules=MAP {to}", **json.loads(told.stdout.splitlines()[-1])
        )
    finally:
        if proxy:
            proxy.shutdown()
        process.terminate()
        process.wait(20)


def _environment(home: Path, url: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("IKRAR_", "DJANGO_"))}
    own = {"IKRAR_HOME": str(home), "IKRAR_PUBLIC_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return {**kept, **own, "PYTHONPATH": str(ROOT)}


def _answers(port: int) -> bool:
    try:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        asked.request("GET", "/readyz", headers={"Host": "127.0.0.1"})
        return asked.getresponse().status == 200
    except OSError:
        return False


class _Forward(BaseHTTPRequestHandler):
    """Hands a request on as the proxy of docs/operations.md does: the host kept, the scheme and the address told."""

    upstream: int

    def _forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        told |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": self.client_address[0]}
        asked = http.client.HTTPConnection("127.0.0.1", self.upstream, timeout=30)
        asked.request(self.command, self.path, body=body, headers=told)
        answer = asked.getresponse()
        content = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = _forward

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that first says it does not know the certificate, and then goes on, is nothing to tell."""


def _proxy(home: Path, host: str, upstream: int) -> ThreadingHTTPServer:
    server = _Quiet(("127.0.0.1", 0), type("Forward", (_Forward,), {"upstream": upstream}))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(home, host))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _certificate(home: Path, host: str) -> Path:
    """Key and self-signed certificate of the host, in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    kept = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = home / "tls.pem"
    path.write_bytes(kept + made.public_bytes(pem))
    return path
