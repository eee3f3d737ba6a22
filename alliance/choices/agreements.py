"""The life of an agreement with a partner; `AGREEMENT_TRANSITIONS` says what may follow what."""

from django.db import models


class AgreementState(models.TextChoices):
    """draft → sent → signed → active → renewal due → renewed | lapsed | terminated (domain.md §1.2)."""

    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent for signature"
    SIGNED = "signed", "Signed by the partner"
    """The alliance has not signed yet, or has and the first day is still to come."""
    ACTIVE = "active", "In force"
    RENEWAL_DUE = "renewal_due", "Renewal due"
    """In force, and within three months of its last day."""
    RENEWED = "renewed", "Renewed"
    """In force until its last day; the next one is signed. It can still be ended before."""
    LAPSED = "lapsed", "Lapsed"
    """Its last day has passed, and nothing followed."""
    TERMINATED = "terminated", "Terminated"


AGREEMENT_TRANSITIONS: tuple[tuple[AgreementState, AgreementState], ...] = (
    (AgreementState.DRAFT, AgreementState.SENT),
    (AgreementState.SENT, AgreementState.DRAFT),
    (AgreementState.SENT, AgreementState.SIGNED),
    (AgreementState.SIGNED, AgreementState.ACTIVE),
    (AgreementState.SIGNED, AgreementState.TERMINATED),
    (AgreementState.ACTIVE, AgreementState.RENEWAL_DUE),
    (AgreementState.ACTIVE, AgreementState.RENEWED),
    (AgreementState.ACTIVE, AgreementState.TERMINATED),
    (AgreementState.RENEWAL_DUE, AgreementState.RENEWED),
    (AgreementState.RENEWAL_DUE, AgreementState.LAPSED),
    (AgreementState.RENEWAL_DUE, AgreementState.TERMINATED),
    (AgreementState.RENEWED, AgreementState.TERMINATED),
)
IN_FORCE = (AgreementState.ACTIVE, AgreementState.RENEWAL_DUE)
OPEN_AGREEMENTS = (AgreementState.SENT, AgreementState.SIGNED, *IN_FORCE)
"""Neither a draft nor over. One that is renewed is open too, until its last day."""
BOTH_SIGNED = (*IN_FORCE, AgreementState.RENEWED, AgreementState.LAPSED)


class Party(models.TextChoices):
    """Whose an obligation is."""

    PARTNER = "partner", "The partner"
    ALLIANCE = "alliance", "The alliance"
