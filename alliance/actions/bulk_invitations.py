"""What can be done to many invitations at once (foundation.lists.bulk)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Self

from django.db.models import Exists, OuterRef
from django.utils import timezone

from alliance.actions.invitations import resend_invitation
from alliance.models import Invitation
from alliance.queries.selected import SelectedInvitation, selected_invitations
from foundation import words
from foundation.tenancy.scope import current_alliance_id

MOST_LETTERS = 50
"""They are handed to the mail server one after another while the page waits."""


class OfInvitations:
    """What every verb for invitations has in common; none has a form."""

    can_be_undone = True
    most = 0

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        return cls()

    def options(self) -> dict[str, Any]:
        return {}

    def lock(self, ids: Collection[int]) -> None:
        held = Invitation.objects.filter(alliance=current_alliance_id(), pk__in=ids).order_by("pk")
        list(held.select_for_update().values_list("pk", flat=True))

    def read(self, ids: Collection[int]) -> list[SelectedInvitation]:
        return selected_invitations(ids)


class ResendInvitations(OfInvitations):
    """A fresh link to each, for another fourteen days. A letter cannot be called back."""

    can_be_undone = False
    most = MOST_LETTERS

    def refusal(self, row: SelectedInvitation) -> str:
        return "" if row.is_pending else "Has been accepted or withdrawn: there is nothing to send."

    def effect(self, row: SelectedInvitation) -> str:
        return "Gets a fresh link for 14 days; the link before stops working"

    def carry_out(self, rows: Sequence[SelectedInvitation], *, by: Any) -> dict[int, Any]:
        for row in rows:
            resend_invitation(invitation=row.invitation, by=by)
        return {}

    def take_back(self, before: Mapping[int, Any], *, by: Any) -> Collection[int]:
        raise NotImplementedError("A letter that has left cannot be called back.")

    def done(self, number: int) -> str:
        return f"{words.counted(number, 'invitation')} sent again"


class WithdrawInvitations(OfInvitations):
    """Their links stop working."""

    def refusal(self, row: SelectedInvitation) -> str:
        return "" if row.is_pending else "Has been accepted or withdrawn already."

    def effect(self, row: SelectedInvitation) -> str:
        return "The link stops working"

    def carry_out(self, rows: Sequence[SelectedInvitation], *, by: Any) -> dict[int, Any]:
        pending = Invitation.objects.pending().filter(alliance=current_alliance_id())
        pending.filter(pk__in=[row.id for row in rows]).update(revoked_at=timezone.now())
        return {row.id: {} for row in rows}

    def take_back(self, before: Mapping[int, Any], *, by: Any) -> Collection[int]:
        """Open again, but for an address that has been invited anew meanwhile."""
        here = Invitation.objects.filter(alliance=current_alliance_id())
        anew = here.pending().filter(email=OuterRef("email"))
        withdrawn = here.filter(pk__in=list(before))
        invited_anew = list(withdrawn.filter(Exists(anew)).values_list("pk", flat=True))
        withdrawn.exclude(pk__in=invited_anew).update(revoked_at=None)
        return invited_anew

    def done(self, number: int) -> str:
        return f"{words.counted(number, 'invitation')} withdrawn"
