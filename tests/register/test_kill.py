"""A sequencer that is killed at any step, while another one races it: no fork, nothing lost, nothing twice.

Each sequencer is a process of its own with a real SIGKILL; where it dies is drawn. A soak kills 200 times, otherwise a stated fraction.
"""

import json
import subprocess
import sys

import pytest

from ikrar.core import keys
from tests.conftest import ROOT
from tests.core.test_serve import environment

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("kill")]
KILLS, FRACTION = 200, 20

#: Pairs of forked sequencers: one dies at the n-th of its steps that touch the disk or the database, the other races it.
#: Both commit before. The heads that stand in public after each round are saved and held against the end.
_DRIVE = """
import glob, json, os, random, signal, sys, django
django.setup()
from django.conf import settings
from django.db import connection, transaction
from ikrar.register import actions, auditing, queries, signing_keys, store
from ikrar.register.models import Log, Pending
from tests.factories import register as made

kills, draw, home = int(sys.argv[1]), random.Random(int(sys.argv[2])), str(settings.IKRAR_HOME)
log = made.log()

def dying(at):
    left = at
    def step():
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    def stepping(call):
        def around(*words, **more):
            step()
            told = call(*words, **more)
            step()
            return told
        return around
    def watched(execute, sql, params, many, context):
        step()
        return execute(sql, params, many, context)
    store._write, store.flush = stepping(store._write), stepping(store.flush)
    transaction.Atomic.__exit__ = stepping(transaction.Atomic.__exit__)
    connection.execute_wrappers.append(watched)

def sequencer(number, at):
    for _ in range(draw.randint(1, 3)):
        entries = made.entries(draw.choice([8, 9, 40, 260]))
        actions.commit_many(log.pk, made.TEXT, entries, at=made.AT)
        with open(f"{home}/committed-{number}", "a") as file:
            file.write("".join(entry.hex() + chr(10) for entry in entries))
    if at:
        dying(at)
    actions.sequence(log, made.AT)

def forked(number, at):
    connection.close()
    child = os.fork()
    if child:
        return child
    try:
        draw.seed(f"{sys.argv[2]} {number}")
        sequencer(number, at)
    except BaseException as error:
        print(number, repr(error), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)

died, rounds, saved, faults = 0, 0, set(), 0
while died < kills and rounds < 6 * kills:
    rounds += 1
    for child in [forked(f"{rounds}a", draw.randint(1, 70)), forked(f"{rounds}b", 0)]:
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        died, faults = died + (code == -signal.SIGKILL), faults + (code not in (0, -signal.SIGKILL))
    saved |= {open(name).read() for name in glob.glob(f"{home}/files/register/*/checkpoint")}
actions.sequence(log, made.AT)
heads = [head.note for head in queries.heads(log)]
done = auditing.audit(
    store.Store(log.origin).read, signing_keys.verifiers(log), old=[*heads, *saved], entries=queries.entries(log)
)
print(json.dumps({
    "died": died, "faults": done.faults, "failed": faults, "held": Log.objects.get(pk=log.pk).held,
    "pending": Pending.objects.count(), "entries": [entry.hex() for entry in queries.entries(log)],
}))
"""


def kill_and_race(home, env, kills, seed):
    env = {**env, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _DRIVE, str(kills), str(seed)]
    ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    committed = [line for file in home.glob("committed-*") for line in file.read_text().split()]
    signatures = [entry for entry in told["entries"] if entry.startswith("01")]
    assert (told["faults"], told["failed"], told["held"], told["pending"]) == ([], 0, "", 0), ran.stderr
    assert sorted(signatures) == sorted(committed)
    assert told["died"] == kills


def ready(home, **more):
    keys.make(home / "keys")
    env = {**environment(home), "IKRAR_PUBLIC_URL": "https://ikrar.uji.example", **more}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
    return env


def test_on_sqlite_a_killed_sequencer_never_forks_loses_or_doubles(tmp_path, share, seed):
    kill_and_race(tmp_path, ready(tmp_path), share(KILLS, FRACTION) // 2, seed)


def test_on_postgresql_a_killed_sequencer_never_forks_loses_or_doubles(tmp_path, share, seed, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import postgres

    with postgres.Cluster(is_durable=True) as url:
        env = ready(tmp_path, IKRAR_DATABASE_URL=url)
        kill_and_race(tmp_path, env, share(KILLS, FRACTION) // 2, seed)
