"""Is every stored file that the database knows on the disk, with its size."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from ikrar.core.doctor import Finding, check
from ikrar.core.models import StoredFile


@check("files")
def files() -> Iterator[Finding]:
    """Present and of the noted size; the digests are compared by every backup."""
    wrong = [
        path for path, size in StoredFile.objects.values_list("path", "size").iterator() if not _is_whole(path, size)
    ]
    if wrong:
        yield Finding(
            _("%(count)d berkas hilang atau berubah ukuran, misalnya %(path)s.")
            % {"count": len(wrong), "path": wrong[0]},
            _("Ambil berkas itu dari cadangan ke folder files."),
        )


def _is_whole(path: str, size: int) -> bool:
    try:
        return default_storage.size(path) == size
    except FileNotFoundError:
        return False
