"""The console command `ikrar`: each subcommand is a Django command of the room that it belongs to."""

import os
import sys

#: Subcommand → Django command.
COMMANDS = {
    "init": "ikrar_init",
    "serve": "ikrar_serve",
    "worker": "ikrar_worker",
    "demo": "ikrar_demo",
    "roster": "ikrar_roster",
    "officer": "ikrar_officer",
    "access": "ikrar_access",
    "norms": "ikrar_norms",
    "upgrade": "ikrar_upgrade",
    "backup": "ikrar_backup",
    "restore": "ikrar_restore",
    "doctor": "ikrar_doctor",
}


def main() -> int:
    """Run `ikrar SUBCOMMAND …`; exits non-zero with one clear line on failure."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import ManagementUtility

    words = sys.argv[1:]
    if not words or words[0] in {"-h", "--help"}:
        print("usage: ikrar SUBCOMMAND [--help]\n\nsubcommands: " + ", ".join(COMMANDS))
        return 0 if words else 2
    if words[0] not in COMMANDS:
        print(f"ikrar: unknown subcommand {words[0]!r}; one of {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    ManagementUtility(["ikrar", COMMANDS[words[0]], *words[1:]]).execute()
    return 0
