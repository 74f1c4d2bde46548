"""parcelLab's order API without I/O: asks out, answers and failures in.

Source: the operations `track/orders/info`, `info-widget` and `track/orders` of parcelLab's
v4 API. Paths end in a slash: without it the API redirects, and a redirect is not followed.
What can go wrong is drawn in `bot.core.question`.
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from math import inf
from typing import Any
from urllib.parse import quote

from bot.core.customers.proof import Recipient
from bot.core.order import Order, tolerant_order
from bot.core.question import PLAIN, Answer, Broken, Busy, Options, Refused
from bot.core.reference import Reference


@dataclass(frozen=True, slots=True)
class Ask:
    """A GET: a path below the base address, and its query as pairs that are not yet encoded."""

    path: str
    params: tuple[tuple[str, str], ...]

    @property
    def target(self) -> str:
        """Path and query, encoded."""
        params = [f"{name}={_quoted(value)}" for name, value in self.params]
        return f"{self.path}?{'&'.join(params)}"

    @property
    def account(self) -> str:
        """The account that is asked, or nothing."""
        return next((value for name, value in self.params if name == "account"), "")


def _quoted(value: str) -> str:
    """Encode what has to be; most numbers hold nothing of that."""
    return value if value.isascii() and value.isalnum() else quote(value, safe="")


_MEMBERS = 100_000  # commas in an answer; a body of 10 MB can hold millions of values: gigabytes
_DIGITS = 300  # of a whole number; not many more, and a floating one is infinite
_DETAIL = 300  # characters of parcelLab's own words that are kept
_WAIT = 10.0  # seconds, when parcelLab is busy and does not say for how long
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_HALF_PAIR = re.compile(
    r"(\\\\|\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2})|\\u[dD][89a-fA-F][\da-fA-F]{2}"
)


def order_info(
    reference: Reference,
    options: Options = PLAIN,
    *,
    account: int | None = None,
    courier: str | None = None,
) -> Ask:
    """Ask for an order; a tracking number needs its courier, all else an account."""
    params = {
        "account": account,
        "client_key": options.client_key,
        "recipient_postal_code": options.postal_code,
        "recipient_email": options.email,
        "s": options.security_hash,
        reference.kind.value: reference.value,
        "courier": courier,
        "lang": options.lang,
        "live_refresh": options.is_live,
        "show_returns": options.is_returns,
        "single_tracking": options.is_single,
    }
    return Ask("/v4/track/orders/info/", _pairs(params))


def order_widget(info: Ask) -> Ask:
    """Ask for the picture of the status of an order that *info* asks for."""
    return replace(info, path="/v4/track/orders/info-widget/")


def credentials_check(account: int | None = None) -> Ask:
    """Ask something that needs credentials; `info` answers without them, so it proves nothing."""
    params = {"account": account, "order_number": "wherebot-check"}
    return Ask("/v4/track/orders/", _pairs(params))


def _pairs(params: Mapping[str, str | int | None]) -> tuple[tuple[str, str], ...]:
    """Leave out what is not set: an empty value is an error at parcelLab (`minLength: 1`)."""
    return tuple(
        (name, "true" if value is True else str(value)) for name, value in params.items() if value
    )


def authorization(token: str | None = None, jwt: str | None = None) -> dict[str, str]:
    """Return the header for what credentials there are; the token goes before the JWT.

    parcelLab wants its token as base64 of `account:token`; one without a colon is that already.
    """
    if token:
        encoded = base64.b64encode(token.strip().encode()).decode() if ":" in token else token
        return {"Authorization": f"Parcellab-API-Token {encoded.strip()}"}
    return {"Authorization": f"Bearer {jwt.strip()}"} if jwt else {}


def read_order(
    status: int, headers: Mapping[str, str], body: bytes, *, now: datetime | None = None
) -> Order | None:
    """Return the order in an answer, or None when parcelLab knows no such order.

    Without *now* a Retry-After that is a date cannot be turned into seconds, and counts as none.
    """
    if not _is_found(status, headers, body, now=now):
        return None
    order = _order(body)
    if order.order_number is None and order.trackings is None:
        raise Broken("The answer is not an order.")
    return order


def read_answer(
    known: str, status: int, headers: Mapping[str, str], body: bytes, *, now: datetime | None = None
) -> Answer | None:
    """Return what read_order does, unless the answer is that which is *known* by its mark."""
    mark = blake2b(body, digest_size=16).hexdigest()
    if status == 200 and mark == known:
        return Answer(mark, None)
    order = read_order(status, headers, body, now=now)
    return Answer(mark, order) if order else None


def read_recipient(
    status: int, headers: Mapping[str, str], body: bytes, *, now: datetime | None = None
) -> tuple[Order, Recipient] | None:
    """Return the order in an answer and whose it says it is; None as read_order does."""
    order = read_order(status, headers, body, now=now)
    return (order, _recipient(_decoded(body))) if order else None


def _recipient(answer: Any) -> Recipient:
    """Take the members that name the recipient; those of a parcel can differ from the order's."""
    trackings = answer.get("trackings")
    parts = [answer, *(trackings if isinstance(trackings, list) else ())]
    return Recipient(_texts(parts, "recipient_email"), _texts(parts, "recipient_postal_code"))


def _texts(parts: list[Any], name: str) -> frozenset[str]:
    values = (part.get(name) for part in parts if isinstance(part, dict))
    return frozenset(str(value) for value in values if isinstance(value, str | int))


def read_widget(
    status: int, headers: Mapping[str, str], body: bytes, *, now: datetime | None = None
) -> bytes | None:
    """Return a PNG, JPEG or GIF, whatever its declared type; None when there is no such order."""
    if not _is_found(status, headers, body, now=now):
        return None
    if not body.startswith(_IMAGES):
        raise Broken("The answer is not an image.")
    return body


def read_credentials_check(
    status: int, headers: Mapping[str, str], body: bytes, *, now: datetime | None = None
) -> None:
    """Return if the credentials were accepted, whatever was found with them.

    An account that parcelLab does not know is Refused with status 404.
    """
    if not _is_found(status, headers, body, now=now):
        raise Refused(status, _detail(body))
    answer = _decoded(body)
    if not isinstance(answer, dict) or not isinstance(answer.get("results"), list):
        raise Broken("The answer is not a list of orders.")


def _is_found(
    status: int, headers: Mapping[str, str], body: bytes, *, now: datetime | None
) -> bool:
    """Tell an answer from parcelLab's own "not found"; raise whatever is neither."""
    if status == 200:
        return True
    if status == 404 and _is_parcellabs_404(body):
        return False
    if status in {400, 401, 403}:
        raise Refused(status, _detail(body))
    asked_to_wait = {name.lower(): value for name, value in headers.items()}.get("retry-after")
    if status == 429 or (status == 503 and asked_to_wait):
        raise Busy(_seconds(asked_to_wait or "", now))
    raise Broken(f"The answer is HTTP {status}.", is_passing=status >= 500)


def _is_parcellabs_404(body: bytes) -> bool:
    """A 404 that is a page, or a gateway's, means a wrong address and not an unknown order."""
    if not body.strip():
        return True
    answer = _decoded(body)
    return isinstance(answer, dict) and not answer.keys().isdisjoint({"detail", "errors"})


def _detail(body: bytes) -> str:
    """Return parcelLab's own words from any of its three error shapes, or nothing."""
    try:
        return "; ".join(_details(_decoded(body)))[:_DETAIL]
    except Broken:
        return ""


def _details(answer: Any) -> Iterator[str]:
    errors = answer.get("errors") if isinstance(answer, dict) else None
    for error in errors if isinstance(errors, list) else [answer]:
        detail = error.get("detail") if isinstance(error, dict) else None
        if isinstance(detail, str) and detail.strip():
            yield detail.strip()


def _seconds(retry_after: str, now: datetime | None) -> float:
    """Read Retry-After (RFC 9110, 10.2.3): seconds or an HTTP date; 1 s to 1 h."""
    is_seconds = re.fullmatch(r"\s*\d+(\.\d*)?\s*", retry_after, re.ASCII)
    wait = float(retry_after) if is_seconds else _until(retry_after, now)
    return min(max(wait, 1.0), 3600.0)


def _until(http_date: str, now: datetime | None) -> float:
    if now is None:
        return _WAIT
    try:
        moment = parsedate_to_datetime(http_date)
        return (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return _WAIT


def _order(body: bytes) -> Order:
    if body.count(b",") > _MEMBERS:
        raise Broken("The answer is too large.")
    try:
        return Order.model_validate_json(body)
    except ValueError:
        answer = _decoded(body)
    if not isinstance(answer, dict):
        raise Broken("The answer is not an order.")
    try:
        return tolerant_order(answer)
    except ValueError:
        raise Broken("The answer is not an order.") from None


def _whole_number(digits: str) -> float:
    """Python refuses to read thousands of digits; so many are no more a number than 1e999 is."""
    return int(digits) if len(digits) < _DIGITS else inf


def _decoded(body: bytes) -> Any:
    """Decode JSON from bytes of any encoding; all its strings can be written as UTF-8 again.

    Half of a surrogate pair is legal in JSON (RFC 8259, 8.2) and in Python, but nowhere else.
    """
    text = body.decode("utf-8-sig", "replace")
    try:
        whole = _HALF_PAIR.sub(lambda found: found[1] or r"\ufffd", text)
        return json.loads(whole, strict=False, parse_int=_whole_number)
    except (ValueError, RecursionError):
        raise Broken("The answer is not JSON.") from None
