"""The console command `ikrar`: each subcommand is a Django command of the room that it belongs to."""

import os
import sys
from importlib import import_module

#: Subcommand → Django command.
COMMANDS = {
    "init": "ikrar_init",
    "serve": "ikrar_serve",
    "worker": "ikrar_worker",
    "demo": "ikrar_demo",
    "roster": "ikrar_roster",
    "officer": "ikrar_officer",
    "access": "ikrar_access",
    "badge": "ikrar_badge",
    "seal": "ikrar_seal",
    "norms": "ikrar_norms",
    "workday": "ikrar_workday",
    "advise": "ikrar_advise",
    "register": "ikrar_register",
    "upgrade": "ikrar_upgrade",
    "backup": "ikrar_backup",
    "restore": "ikrar_restore",
    "doctor": "ikrar_doctor",
}
#: Those that need no installation: subcommand → module with `main` and `HELP`.
APART = {"verify": "ikrar.pledges.verify_command"}


def _told() -> str:
    """What each subcommand does, in the words of its own help."""
    import django
    from django.core.management import get_commands, load_command_class

    django.setup()
    rooms = get_commands()
    lines = [f"  {word:8} {load_command_class(str(rooms[name]), name).help}" for word, name in COMMANDS.items()]
    lines += [f"  {word:8} {import_module(name).HELP}" for word, name in APART.items()]
    return "\n".join(["Pemakaian: ikrar PERINTAH [--help]", "", *lines])


def main() -> int:
    """Run `ikrar SUBCOMMAND …`; exits non-zero with one clear line on failure."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import ManagementUtility

    words = sys.argv[1:]
    if not words or words[0] in {"-h", "--help"}:
        print(_told())
        return 0 if words else 2
    if words[0] in APART:
        return int(import_module(APART[words[0]]).main(words[1:]))
    if words[0] not in COMMANDS:
        print(f"ikrar: {words[0]!r} tidak dikenal; yang ada: {', '.join([*COMMANDS, *APART])}", file=sys.stderr)
        return 2
    ManagementUtility(["ikrar", COMMANDS[words[0]], *words[1:]]).execute()
    return 0
