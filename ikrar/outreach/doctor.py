"""What an operator compares and examines of activities: counted from the acts, which nothing changes."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Min, Q
from django.utils.translation import gettext as _

from ikrar.core.doctor import Finding, check, figure
from ikrar.outreach.models import Attendance, AttendanceSheet, AttendanceVoid, Guest

figure("attendances", "outreach.Attendance", "kehadiran")


@check("attendance")
def attendance() -> Iterator[Finding]:
    """Nobody counts twice, attempts follow each other without a gap, and what belongs together is of one activity."""
    keep = _("Simpan cadangan sekarang, lalu kirim laporan pemeriksaan ini kepada pengelola.")
    for who in ("staff", "guest"):
        acts = Attendance.objects.filter(**{f"{who}__isnull": False}).order_by().values("activity", who)
        for row in acts.filter(void=None).annotate(n=Count("pk")).filter(n__gt=1)[:5]:
            said = _("Kegiatan %(activity)d menghitung satu orang %(n)d kali.")
            yield Finding(said % {"activity": row["activity"], "n": row["n"]}, keep)
        gaps = acts.annotate(n=Count("pk"), first=Min("attempt"), last=Max("attempt"))
        for row in gaps.filter(~Q(first=1) | ~Q(last=F("n")))[:5]:
            said = _("Kegiatan %(activity)d kehilangan catatan: ada %(n)d, seharusnya %(last)d.")
            yield Finding(said % {"activity": row["activity"], "n": row["n"], "last": row["last"]}, keep)
    strays = (
        AttendanceVoid.objects.exclude(activity=F("attendance__activity")).count()
        + Guest.objects.filter(attendances__isnull=False).exclude(activity=F("attendances__activity")).count()
        + Attendance.objects.exclude(agency=F("activity__agency")).count()
    )
    if strays:
        yield Finding(_("%(n)d catatan kehadiran menunjuk kegiatan lain.") % {"n": strays}, keep)
    for sheet in AttendanceSheet.objects.filter(confirmed_at__isnull=False, scan=None)[:5]:
        yield Finding(_("Lembar %(code)s disahkan tanpa pindaian.") % {"code": sheet.code}, keep)
