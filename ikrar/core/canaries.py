"""How a database knows its keys again: a wrong key file after a restore is named instead of refusing every PIN."""

from django.conf import settings

from ikrar.core import keys
from ikrar.core.models import KeyCanary


def make_new_keys() -> list[str]:
    """Make the keys that this version needs and an older one did not know; a lost one is not replaced in silence."""
    known = {f"{name}.key" for name in KeyCanary.objects.values_list("key", flat=True)}
    return keys.make(settings.IKRAR_KEYS, [name for name in keys.FILES if name not in known]) if known else []


def plant() -> None:
    """Write the canary of each key that exists and is not known yet; a known one is never replaced."""
    for name in keys.CHECKED:
        if (settings.IKRAR_KEYS / f"{name}.key").exists():
            KeyCanary.objects.get_or_create(key=name, defaults={"digest": keys.canary(name)})
