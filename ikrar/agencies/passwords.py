"""How officers' passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id (RFC 9106) with 46 MiB, one pass, one lane: some 80 ms on a small server."""

    algorithm = "argon2id-46"
    time_cost = 1
    memory_cost = 47_104
    parallelism = 1
