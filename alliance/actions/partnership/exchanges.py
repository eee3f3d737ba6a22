"""Writing down by hand what a partner gave or took."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from alliance.actions.versions import locked
from alliance.choices import Direction, ExchangeKind
from alliance.models import Exchange, Partner, User
from foundation import words
from foundation.refusal import Refused

EARLIEST = date(2000, 9, 1)
MOST = Decimal(9999)


@dataclass(frozen=True)
class ExchangeDetails:
    """What the form holds."""

    direction: Direction
    kind: ExchangeKind
    quantity: Decimal
    happened_on: date
    what: str


@transaction.atomic
def record_exchange(*, partner: Partner, details: ExchangeDetails, by: User) -> Exchange:
    """Raises Refused."""
    partner = locked(partner)
    if not EARLIEST <= details.happened_on <= timezone.localdate():
        raise Refused(
            f"Write a day from {words.day(EARLIEST)} to today; what is planned is recorded afterwards.",
            field="happened_on",
        )
    if not 0 < details.quantity <= MOST:
        raise Refused("Write how much it was: more than nothing, at most 9,999.", field="quantity")
    given = asdict(details)
    quantity = given.pop("quantity")
    exchange, is_new = Exchange.objects.get_or_create(
        partner=partner, **given, defaults={"quantity": quantity}
    )
    if not is_new:
        raise Refused(
            f"“{details.what}” on {words.day(details.happened_on)} is recorded already.", field="what"
        )
    return exchange


@transaction.atomic
def remove_exchange(*, exchange: Exchange, by: User) -> None:
    """Take back what was recorded by mistake; the trail keeps it."""
    Exchange.objects.filter(pk=exchange.pk).delete()
