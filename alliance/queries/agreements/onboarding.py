"""What agreements say about a newcomer."""

from alliance.models import Agreement, Partner
from alliance.queries.growth.onboarding import InPlace
from foundation import words


def has_agreement(partner: Partner) -> InPlace | None:
    """One that both sides have signed and that has not ended."""
    signed = Agreement.objects.filter(partner=partner, alliance_signed_at__isnull=False, ended_on=None)
    latest = signed.order_by("-ends_on").first()
    return InPlace(f"Signed by both, until {words.day(latest.ends_on)}") if latest else None
