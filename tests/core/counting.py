"""A worker process of its own for tests: it counts in small steps, each of which leaves one audit row."""

import sys
import time

import django

STEPS = 40


def register() -> None:
    from ikrar.core import jobs
    from ikrar.core.models import AuditEvent

    @jobs.handler("tests.count")
    def count(job, *, at):
        number = job.cursor or 0
        AuditEvent.objects.create(actor_kind="system", verb="tests.counted", object_id=number, at=at)
        time.sleep(job.args.get("pause", 0))
        if number + 1 == job.args.get("steps", STEPS):
            return jobs.Step.finished("done", done=number + 1)
        return jobs.Step(number + 1, done=number + 1, total=STEPS)


if __name__ == "__main__":
    django.setup()
    register()
    from django.core.management import call_command

    call_command("ikrar_worker", *sys.argv[1:])
