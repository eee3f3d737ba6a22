"""Why something cannot be done to an agreement."""

from alliance.actions.versions import check_version
from alliance.models import Agreement
from foundation.refusal import GoneMeanwhile, Refused


class WrongState(Refused):
    """The agreement is not where this can be done."""

    code = "wrong_state"


class NextAgreementThere(Refused):
    code = "already_renewed"


def locked(agreement: Agreement, version: int | None = None) -> Agreement:
    """As it is now, for this transaction alone. Raises ChangedMeanwhile, GoneMeanwhile."""
    found = Agreement.objects.select_for_update(of=("self",), no_key=True).filter(pk=agreement.pk)
    current: Agreement | None = found.select_related("partner__school", "alliance").first()
    if current is None:
        raise GoneMeanwhile(agreement.title)
    check_version(current, version)
    return current


def refuse_unless(agreement: Agreement, allowed: bool, sentence: str) -> None:
    if not allowed:
        standing = agreement.get_state_display().lower()
        raise WrongState(f"This agreement is now “{standing}”. {sentence}")
