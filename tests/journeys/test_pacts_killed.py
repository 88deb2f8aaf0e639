"""Whatever moment the worker dies while pacts are set and sealed: each comes out once, sealed, and nobody is left behind."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from ikrar.core import keys, seal_key
from tests.conftest import ROOT
from tests.core.seal_judges import validated
from tests.core.test_serve import environment, is_alive, wait_for
from tests.journeys.test_kill import ask, children

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("kill")]

_QUEUE = """
from ikrar.agencies.models import Account
from ikrar.agencies.queries import officer_actor
from ikrar.core import zones
from ikrar.pledges.actions import pacts
from ikrar.pledges.models import Campaign
by = officer_actor(Account.objects.get(username="kepegawaian"))
told = pacts.make_pacts(Campaign.objects.get(), by=by, at=zones.now()).pk
"""
#: As if the lease of a dead worker had run out, and the wait after it.
_FREE = """
from ikrar.core import zones
from ikrar.core.models import Job
waiting = Job.objects.exclude(state__in=("done", "failed"))
told = waiting.update(state="waiting", lease_until=None, lease_of="", not_before=zones.now())
"""
_MADE = """
from ikrar.core.models import Job, StoredFile
from ikrar.pledges.models import PactFile, Signature
paths = PactFile.objects.filter(seal__isnull=False).order_by("signature").values_list("signature", "file__path")
told = {"pacts": list(paths), "signed": list(Signature.objects.order_by("pk").values_list("pk", flat=True)),
        "rows": StoredFile.objects.filter(purpose="pact").count(),
        "state": Job.objects.get(kind="pledges.make_pacts").state}
"""


def seeded(home, signed):
    keys.make(home / "keys")
    (home / "ikrar.toml").write_text("demo = true\n")
    env = environment(home)
    for words in (["manage.py", "migrate", "-v0"], ["-m", "ikrar", "demo", "--signed", str(signed), "--no-districts"]):
        subprocess.run([sys.executable, *words], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    return env


def worker(env, *words):
    return subprocess.Popen([sys.executable, "-m", "ikrar", "worker", *words], cwd=ROOT, env=env)


def kill(env, after):
    """One worker, dead some seconds after its first process for papers was there; returns what it had started."""
    running = worker(env)
    wait_for(lambda: children(running.pid), 60)
    time.sleep(after)
    below = children(running.pid)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    wait_for(lambda: not any(is_alive(pid) for pid in below), 10)
    ask(env, _FREE)
    return below


def test_each_pact_is_sealed_once_however_often_the_worker_is_killed(tmp_path, share, seed):
    env, draw = seeded(tmp_path, share(1246, 80)), random.Random(seed)
    ask(env, _QUEUE)
    assert any([kill(env, draw.uniform(0, share(12, 3))) for _time in range(share(12, 3))])
    assert worker(env, "--until-idle").wait(600) == 0
    told = ask(env, _MADE)
    assert told["state"] == "done"
    assert [signature for signature, _path in told["pacts"]] == told["signed"]
    assert len({path for _signature, path in told["pacts"]}) == told["rows"] == len(told["signed"])
    place = seal_key.Place(tmp_path / "keys/seal.p12", tmp_path / "keys/seal.pass")
    certificate = seal_key.opened(place).certificate
    for _signature, path in told["pacts"]:
        status = validated((tmp_path / "files" / path).read_bytes(), certificate)
        assert (status.bottom_line, status.coverage.name) == (True, "ENTIRE_FILE")
