"""What programs ask every site for."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from foundation.access import public

VALID_FOR = timedelta(days=180)
"""RFC 9116 asks for less than a year."""


@public(reason="Says whom to tell of a weakness, and nothing else.")
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. 404 where the deployment names no contact: a made-up one would lose reports."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404("No contact for reports of weaknesses is set.")
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {contact if '://' in contact or contact.startswith('mailto:') else f'mailto:{contact}'}",
        f"Expires: {(midnight + VALID_FOR).isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: en",
        f"Canonical: {settings.ADDRESS}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public(reason="Sends password managers to the page that asks for a log-in itself.")
@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """https://w3c.github.io/webappsec-change-password-url/"""
    return redirect("account_change_password")
