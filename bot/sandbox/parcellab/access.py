"""Who asks: the two forms of credentials that parcelLab knows, and the ones the sandbox accepts."""

import base64
import binascii
from dataclasses import dataclass

from aiohttp import web

from bot.sandbox.parcellab.order import ACCOUNTS
from bot.sandbox.parcellab.question import problem, wrong

TOKEN = "sandbox"  # noqa: S105 - an invented secret of an invented account
JWT_OF_ALL = "sandbox-all"
"""A JWT of a user who may see all three accounts, for a demo that shows them all."""


def api_token(account: int) -> str:
    """The value of an Authorization header with the API token of `account`."""
    return f"Parcellab-API-Token {base64.b64encode(f'{account}:{TOKEN}'.encode()).decode()}"


def jwt(account: int) -> str:
    """The JWT of a user who may see `account`; send it as `Bearer …`."""
    return f"sandbox-{account}"


@dataclass(frozen=True)
class Access:
    """What the credentials of a call open: `accounts` is None when none were given."""

    accounts: frozenset[int] | None = None
    is_refused: bool = False

    @property
    def verdict(self) -> str:
        """`none`, `accepted` or `refused`."""
        if self.is_refused:
            return "refused"
        return "none" if self.accounts is None else "accepted"

    def require(self) -> frozenset[int]:
        """The accounts that may be seen; raises Problem (401) without credentials."""
        self.check()
        if self.accounts is None:
            text = "Authentication credentials were not provided."
            raise problem(401, wrong("not_authenticated", text))
        return self.accounts

    def check(self, account: int | None = None) -> None:
        """Raises Problem: 401 for wrong credentials, 403 when they are another account's."""
        if self.is_refused:
            raise problem(401, wrong("authentication_failed", "Incorrect credentials."))
        if account is not None and self.accounts is not None and account not in self.accounts:
            text = "You do not have permission to perform this action."
            raise problem(403, wrong("permission_denied", text))

    def may_see(self, account: int) -> bool:
        """Whether an order of `account` can be found at all (in full or in part)."""
        return self.accounts is None or account in self.accounts


ACCESS = web.RequestKey("access", Access)
"""Where a request keeps what its credentials open."""


def read_access(authorization: str | None) -> Access:
    """What an Authorization header opens; a scheme that is not parcelLab's counts as none."""
    scheme, _, secret = (authorization or "").strip().partition(" ")
    accounts_of = SCHEMES.get(scheme.lower())
    if accounts_of is None:
        return Access()
    accounts = accounts_of(secret.strip())
    return Access(accounts, is_refused=not accounts)


def _of_token(secret: str) -> frozenset[int]:
    try:
        name, _, token = base64.b64decode(secret, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return frozenset()
    return frozenset(each for each in ACCOUNTS if name == str(each) and token == TOKEN)


def _of_jwt(secret: str) -> frozenset[int]:
    if secret == JWT_OF_ALL:
        return frozenset(ACCOUNTS)
    return frozenset(each for each in ACCOUNTS if secret == jwt(each))


SCHEMES = {"parcellab-api-token": _of_token, "bearer": _of_jwt}
