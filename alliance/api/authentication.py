"""Who calls the API: a partner's system by its credential, or a member in the browser by their session."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed, NotFound, PermissionDenied
from rest_framework.request import Request

from alliance.logic.bearer import Bearer
from alliance.models import Alliance, ApiCredential, Membership
from foundation.accounts.second_factor import has_shown_second_factor

REALM = 'Bearer realm="TSA Portal API"'
NO_DIGEST = "0" * 64
ABOUT_ONESELF = "/api/v1/me"
"""The one address outside an alliance that asks who calls; the others are anybody's, and may be kept."""
UNKNOWN = "This credential is not known. Send `Authorization: Bearer tsa_…` as it was shown when it was made."
NO_ALLIANCE = "There is no such alliance here for you."


@dataclass(frozen=True)
class Caller:
    """Who calls, and in which alliance; or the refusal that a view which asks for somebody will raise."""

    alliance: Alliance | None = None
    member: ApiCredential | Membership | None = None
    refusal: APIException | None = None


def caller_of(request: HttpRequest, slug: str | None) -> Caller:
    """The caller, for the alliance that the address names, or for none."""
    header = request.headers.get("Authorization")
    try:
        if header is not None:
            return _by_credential(credential_in(header), slug)
        # Asked here, where a session that no longer holds can be ended: a read's transaction writes nothing.
        asks_who = slug is not None or request.path_info == ABOUT_ONESELF
        if asks_who and request.user.is_authenticated and slug is not None:
            return _by_session(request, slug)
    except APIException as refusal:
        return Caller(refusal=refusal)
    return Caller()


def credential_in(header: str) -> ApiCredential:
    """The live credential of an Authorization header. Raises `AuthenticationFailed`, saying what is wrong."""
    scheme, _, text = header.partition(" ")
    bearer = Bearer.read(text.strip()) if scheme.lower() == "bearer" else None
    if bearer is None:
        raise AuthenticationFailed(UNKNOWN)
    credential = _with_prefix(bearer.prefix)
    known = bearer.matches(credential.digest if credential else NO_DIGEST)
    if credential is None or not known:
        raise AuthenticationFailed(UNKNOWN)
    if credential.revoked_at is not None:
        raise AuthenticationFailed("This credential was revoked.", code="credential_revoked")
    if not credential.is_live(timezone.now()):
        raise AuthenticationFailed("This credential has expired. Make a new one.", code="credential_expired")
    return credential


def _with_prefix(prefix: str) -> ApiCredential | None:
    try:
        return ApiCredential.objects.select_related("alliance").get(prefix=prefix)
    except ApiCredential.DoesNotExist:
        return None


def _by_credential(credential: ApiCredential, slug: str | None) -> Caller:
    if slug not in (None, credential.alliance.slug):
        raise NotFound(NO_ALLIANCE)
    return Caller(credential.alliance, credential)


def _by_session(request: HttpRequest, slug: str) -> Caller:
    member = (
        Membership.objects.current()
        .select_related("alliance", "user")
        .filter(user=request.user, alliance__slug=slug)
        .first()
    )
    if member is None:
        raise NotFound(NO_ALLIANCE)
    if member.needs_second_factor and not has_shown_second_factor(request):
        raise PermissionDenied("Show your second factor in the portal first.", code="second_factor")
    return Caller(member.alliance, member)


class CredentialAuthentication(BaseAuthentication):
    """What the middleware found out about the caller, for REST framework."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        caller: Caller = getattr(request._request, "caller", Caller())
        if isinstance(caller.refusal, AuthenticationFailed):
            raise caller.refusal
        user = request._request.user if "Authorization" not in request.headers else AnonymousUser()
        if caller.member is None and not user.is_authenticated:
            return None
        return user, caller.member

    def authenticate_header(self, request: Request) -> str:
        if "Authorization" in request.headers:
            return f'{REALM}, error="invalid_token"'
        return REALM
