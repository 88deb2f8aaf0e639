"""What a monitor and `ikrar doctor` see of the register: logs that take nothing in, promises that are not kept."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from ikrar.core import metrics, zones
from ikrar.core.doctor import Finding, check, figure
from ikrar.register import queries
from ikrar.register.rules import PROMISED, Held

figure("leaves", "register.Leaf", "entri register")


class _Register(Collector):
    def collect(self) -> Iterator[Metric]:
        late = queries.overdue(zones.now())
        yield GaugeMetricFamily("ikrar_register_overdue_entries", "Entries that wait longer than promised", value=late)
        held = queries.held_logs().count()
        yield GaugeMetricFamily("ikrar_register_held_logs", "Logs that take nothing in", value=held)


metrics.register(_Register())


@check("register")
def register() -> Iterator[Finding]:
    """Every log takes entries in and keeps what receipts promise."""
    for log in queries.held_logs():
        yield Finding(
            _("Register %(origin)s berhenti menerima: %(why)s.") % {"origin": log.origin, "why": Held(log.held).label},
            _("Baca “Register berhenti menerima” di docs/operations.md, lalu jalankan: ikrar register resume"),
        )
    late = queries.overdue(zones.now())
    if late:
        minutes = int(PROMISED.total_seconds() // 60)
        yield Finding(
            _("%(n)d entri menunggu register lebih lama dari %(minutes)d menit yang dijanjikan tanda terimanya.")
            % {"n": late, "minutes": minutes},
            _("Periksa pekerja latar: ikrar doctor --only worker,jobs"),
        )
