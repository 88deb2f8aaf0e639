"""How commands print data."""

import json
from typing import Any

from django.core.management.base import BaseCommand


def print_json(command: BaseCommand, data: Any) -> None:
    """One JSON document on standard output."""
    command.stdout.write(json.dumps(data, ensure_ascii=False, default=str))
