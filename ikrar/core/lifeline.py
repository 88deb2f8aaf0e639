"""Children that do not outlive their parent, even where it is killed and can tell them nothing."""

import ctypes
import os
import signal
import sys
import threading
import time

#: Set by `ikrar serve` for its children: the process id of the parent that they live with.
VARIABLE = "IKRAR_SERVE_PID"
_PR_SET_PDEATHSIG = 1
_LOOK_SECONDS = 0.5


def hold() -> None:
    """End this process with its parent: by the kernel's word on Linux, by looking twice a second everywhere.

    At once, and by nothing that this process must do itself: a web process told to end in good order while it answers
    may wait for ever for its own interpreter, and keep the one lock on an SQLite database. Nothing is lost, as no
    answer was given yet.
    """
    if VARIABLE not in os.environ:
        return
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent != int(os.environ[VARIABLE]):
        os.kill(os.getpid(), signal.SIGKILL)
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="lifeline").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
