"""Writing an agreement, as long as nobody has been asked to sign it; and the templates it begins with."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from alliance.actions.agreements.refusals import locked, refuse_unless
from alliance.logic.agreements import Owed
from alliance.models import Agreement, AgreementTemplate, Obligation, Partner, User
from foundation.refusal import Refused

LONGEST = 366 * 10


@dataclass(frozen=True)
class Content:
    """What an agreement says."""

    title: str
    terms: str
    starts_on: date
    ends_on: date
    tier: str = ""
    fee_pence: int = 0
    notice_days: int = 90
    obligations: tuple[Owed, ...] = ()


@dataclass(frozen=True)
class TemplateContent:
    """What a template says."""

    name: str
    terms: str
    tier: str = ""
    fee_pence: int = 0
    months: int = 12
    notice_days: int = 90
    obligations: str = ""


@transaction.atomic
def draft_agreement(
    *, partner: Partner, content: Content, previous: Agreement | None = None, by: User
) -> Agreement:
    """A draft that only staff see. Raises Refused."""
    if partner.left_on is not None:
        raise Refused(f"{partner.name} has left the alliance. Let it rejoin first.")
    agreement = Agreement(partner=partner, previous=previous)
    _write(agreement, content)
    return agreement


@transaction.atomic
def update_draft(*, agreement: Agreement, version: int, content: Content, by: User) -> Agreement:
    """Change a draft that is still as the editor saw it. Raises ChangedMeanwhile, WrongState, Refused."""
    agreement = locked(agreement, version)
    refuse_unless(agreement, agreement.is_draft, "Take it back to change what it says.")
    Obligation.objects.filter(agreement=agreement).delete()
    _write(agreement, content)
    return agreement


@transaction.atomic
def remove_draft(*, agreement: Agreement, by: User) -> None:
    """Delete a draft; what was once sent stays. Raises WrongState."""
    agreement = locked(agreement)
    refuse_unless(agreement, agreement.is_draft, "Only a draft can be removed: end it instead.")
    agreement.delete()


@transaction.atomic
def save_template(
    *, template: AgreementTemplate | None, content: TemplateContent, by: User
) -> AgreementTemplate:
    """Make or change a template; agreements made from it stay as they are. Raises Refused."""
    template = template or AgreementTemplate()
    for name, value in vars(content).items():
        setattr(template, name, value)
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        raise Refused("There is a template of this name already.", field="name") from error
    return template


@transaction.atomic
def remove_template(*, template: AgreementTemplate, by: User) -> None:
    AgreementTemplate.objects.filter(pk=template.pk).delete()


def _write(agreement: Agreement, content: Content) -> None:
    if content.ends_on <= content.starts_on:
        raise Refused("The last day must be after the first.", field="ends_on")
    if (content.ends_on - content.starts_on).days > LONGEST:
        raise Refused("An agreement runs for ten years at most.", field="ends_on")
    for name in ("title", "tier", "fee_pence", "terms", "starts_on", "ends_on", "notice_days"):
        setattr(agreement, name, getattr(content, name))
    agreement.save()
    Obligation.objects.bulk_create(
        Obligation(agreement=agreement, **vars(owed)) for owed in content.obligations
    )
