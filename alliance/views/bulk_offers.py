"""What can be done to many rows at once: each verb with its words, its form and who may."""

from dataclasses import dataclass

from rules import Predicate

from alliance import policy
from alliance.forms import bulk as forms


@dataclass(frozen=True)
class Offer:
    """A verb as pages offer it. `title` and `button` are told how many of what."""

    form: type[forms.BulkForm]
    policy: Predicate
    label: str
    title: str
    button: str
    noun: str = "partner"
    route: str = "partner"
    destructive: bool = False


OFFERS = {
    "give_kind": Offer(
        forms.GiveKindForm, policy.change_partners, "Give a part", "Give {} a part", "Give it to {}"
    ),
    "take_kind": Offer(
        forms.TakeKindForm,
        policy.change_partners,
        "Take a part away",
        "Take a part away from {}",
        "Take it away from {}",
    ),
    "verify_contacts": Offer(
        forms.VerifyForm,
        policy.change_partners,
        "Verify main contacts",
        "Verify the main contacts of {}",
        "Verify those of {}",
    ),
    "end_partnerships": Offer(
        forms.EndManyForm,
        policy.change_partners,
        "End partnership",
        "End the partnership with {}",
        "End it with {}",
        destructive=True,
    ),
    "resend_invitations": Offer(
        forms.ResendForm,
        policy.manage_people,
        "Send again",
        "Send {} again",
        "Send {} again",
        noun="invitation",
        route="",
    ),
    "withdraw_invitations": Offer(
        forms.WithdrawForm,
        policy.manage_people,
        "Withdraw",
        "Withdraw {}",
        "Withdraw {}",
        noun="invitation",
        route="",
        destructive=True,
    ),
}
PARTNER_VERBS = ("give_kind", "take_kind", "verify_contacts", "end_partnerships")
INVITATION_VERBS = ("resend_invitations", "withdraw_invitations")


def bar_of(names: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """The buttons of a bulk bar: verb, label, kind of button."""
    return [
        (name, OFFERS[name].label, "destructive" if OFFERS[name].destructive else "secondary")
        for name in names
    ]
