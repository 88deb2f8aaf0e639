"""How officers log in: the library's behaviour where ours differs."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Officers(DefaultAccountAdapter):
    """Nobody signs up: accounts are made by a personnel officer."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_search_fields(self) -> list[Any]:
        return ["username"]
