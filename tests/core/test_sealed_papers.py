"""The processes that set and seal: in order, kept while wanted, gone with the process that asked."""

import os
import signal
import subprocess
import sys
import time

import pytest

from ikrar.core import seal_key, sealed_papers
from tests.conftest import ROOT
from tests.core.seal_judges import stamp_server, validated
from tests.core.test_documents import NOON, PACT, without, words
from tests.core.test_serve import is_alive, wait_for

SHARED = without(PACT, "signer")


def row(number):
    return sealed_papers.Row({"signer": PACT["signer"] | {"name": f"Orang Rekaan {number}"}}, NOON)


def order(**more):
    place, key = seal_key.place(""), seal_key.opened(seal_key.place(""))
    return sealed_papers.Order(str(place.key), str(place.phrase), key.fingerprint, "Segel elektronik", **more)


@pytest.fixture
def makers():
    made = sealed_papers.Makers(order(), 2)
    yield made
    made.close()


def test_papers_come_back_sealed_in_the_order_in_which_they_were_asked(makers):
    certificate = seal_key.opened(seal_key.place("")).certificate
    papers = makers.make("pakta", SHARED, [row(n) for n in range(6)])
    assert len(makers._all) == 2
    for number, pdf in enumerate(papers):
        assert f"Orang Rekaan {number}" in words(pdf)
        assert validated(pdf, certificate).bottom_line


def test_a_paper_that_cannot_be_made_stops_and_leaves_the_others_whole(makers):
    with pytest.raises(sealed_papers.NotMade, match=r"signer\.name"):
        makers.make("pakta", SHARED, [row(1), sealed_papers.Row({"signer": {"role": ["x"], "name": ""}}, NOON)])
    assert len(makers.make("pakta", SHARED, [row(2), row(3)])) == 2


def test_a_key_that_was_exchanged_meanwhile_seals_nothing():
    other = sealed_papers.Makers(sealed_papers.Order(**{**order().__dict__, "fingerprint": "0" * 64}), 1)
    with pytest.raises(sealed_papers.NotMade):
        other.make("pakta", SHARED, [row(1)])
    other.close()


def test_no_time_stamp_no_paper():
    with stamp_server() as server:
        server.answers = False
        stamped = sealed_papers.Makers(order(stamps=server.address), 1)
        with pytest.raises(sealed_papers.NoStamp):
            stamped.make("pakta", SHARED, [row(1)])
        server.answers = True
        assert stamped.make("pakta", SHARED, [row(1)])
        stamped.close()


_ASKING = """
import os, sys, django
django.setup()
from tests.core.test_sealed_papers import SHARED, order, row
from ikrar.core import sealed_papers
made = sealed_papers.Makers(order(), 2)
made.make("pakta", SHARED, [row(n) for n in range(4)])
print(*(one.running.pid for one in made._all), flush=True)
while True:
    made.make("pakta", SHARED, [row(n) for n in range(8)])
"""


def test_a_killed_worker_leaves_no_process_behind():
    env = {**os.environ, "PYTHONPATH": str(ROOT), "IKRAR_TEST_HOME": str(seal_key.place("").key.parent.parent)}
    asking = subprocess.Popen([sys.executable, "-c", _ASKING], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    assert asking.stdout is not None
    below = [int(pid) for pid in asking.stdout.readline().split()]
    assert len(below) == 2
    assert all(is_alive(pid) for pid in below)
    time.sleep(0.2)
    asking.send_signal(signal.SIGKILL)
    asking.wait()
    wait_for(lambda: not any(is_alive(pid) for pid in below), 10)
    asking.stdout.close()
