"""Every API view states who may open it, as every page does: `access = Access("policy", policy.…)`."""

from typing import Any

from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from alliance.api.authentication import Caller
from alliance.models import ApiCredential, Membership
from foundation.access import Access, access_of

NOBODY = "Send `Authorization: Bearer tsa_…`; a contact of your school makes the credential in the portal."


class StatedPolicy(BasePermission):
    """Asks the policy that the view states about whoever calls; a view that states none opens to nobody."""

    def has_permission(self, request: Request, view: Any) -> bool:
        access = _access_of(request, view)
        if access is None:
            return False
        if access.kind == "public":
            return True
        caller: Caller = request.caller
        if caller.refusal is not None:
            raise caller.refusal
        known = caller.member is not None or request.user.is_authenticated
        if not known or (caller.member is None and access.kind != "signed_in"):
            raise NotAuthenticated(NOBODY)
        if access.kind == "signed_in":
            return True
        if isinstance(caller.member, Membership) and request.method not in SAFE_METHODS:
            self.message = "The browser's session reads; writing needs a credential."
            return False
        return self._allows(access.policy, caller.member, view)

    def _allows(self, policy: Any, member: ApiCredential | Membership, view: Any) -> bool:
        self.message = "Your part in the alliance does not open this."
        if isinstance(member, ApiCredential):
            self.message = f"This credential lacks the scope {getattr(view, 'scope', 'that this needs')}."
        return policy is not None and bool(policy.test(member))


def _access_of(request: Request, view: Any) -> Access | None:
    """What the view states of reading; of writing, where it states that apart."""
    writes: Access | None = getattr(view, "writes", None)
    return access_of(view) if request.method in SAFE_METHODS or writes is None else writes
