"""A made-up order: what parcelLab answers about it, and what it can be found by."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.parcellab.parcel import Body, Scene, ago, dhl, fill

SHOP, PCL_SHOP, UPS_SHOP = ACCOUNTS = (1612197, 1234567, 1619884)


@dataclass(frozen=True)
class SandboxOrder:
    """One order of an account; `body` is OrderInfo as written down (see `parcel`)."""

    account: int
    description: str
    body: Body
    external_order_id: str
    customer_number: str
    security_hash: str
    external_references: tuple[str, ...]
    """One a parcel, in the order of the parcels."""
    off_schema: bool = False
    """Says that the answer breaks parcelLab's schema on purpose."""
    travels: bool = True
    """Whether its parcels move on by themselves when the sandbox lets parcels travel."""

    @property
    def order_number(self) -> str:
        """The shop's number; the same may exist under several client keys."""
        return str(self.body["order_number"])

    @property
    def tracking_ids(self) -> tuple[str, ...]:
        """parcelLab's own id of each parcel, which no answer shows."""
        count = len(self.body["trackings"])
        return tuple(f"{self.external_order_id[:8]}-{index}" for index in range(count))

    @property
    def luck(self) -> int:
        """A number that differs from order to order and never changes."""
        return int(self.external_order_id[:8], 16)

    def number_at(self, index: int) -> str:
        """The number of a parcel: its own, or the one it is given when it is announced."""
        written = str(self.body["trackings"][index]["tracking_number"])
        return written or dhl(100_000 + (self.luck + index) % 900_000)

    @property
    def placed(self) -> str:
        """The order date in a form that sorts: of two orders the greater is the newer."""
        return str(fill(self.body.get("order_date", ""), Scene(datetime.max.replace(tzinfo=UTC))))

    def info(self, scene: Scene) -> Body:
        """The whole OrderInfo as the shop itself sees it, a new tree each time."""
        body: Body = fill(self.body, scene)
        return body


def order(number: str, description: str, *trackings: Body, **members: Any) -> SandboxOrder:
    """An order of the first account; `members` are laid over the ordinary ones of OrderInfo."""
    email = members.get("recipient_email", f"{number.lower()}@example.com")
    body = {
        "order_number": number,
        "client_key": "sandbox-shop",
        "order_date": ago(96),
        "recipient_name": "Sandbox Recipient",
        "recipient_email": email,
        "destination_country_iso3": "DEU",
        "trackings": [{"recipient_email": email} | tracking for tracking in trackings],
        **members,
    }
    identity = f"{number}/{body['client_key']}"
    return SandboxOrder(
        account=SHOP,
        description=description,
        body=body,
        external_order_id=str(uuid.uuid5(uuid.NAMESPACE_URL, identity)),
        customer_number=f"C-{number}",
        security_hash=hashlib.sha256(identity.encode()).hexdigest()[:10],
        external_references=tuple(f"REF-{number}-{index}" for index in range(len(trackings))),
    )
