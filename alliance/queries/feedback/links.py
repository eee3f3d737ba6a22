"""The signed links by which people answer without logging in.

A link names an invitation and carries a signature under the portal's own key: none can be guessed, and a
reminder can carry the same one without its being kept anywhere.
"""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from alliance.models import SurveyInvitation

_signer = Signer(salt="alliance.survey", sep=".")


def token_of(invitation: SurveyInvitation) -> str:
    return _signer.sign(invitation.public_id.hex)


def invitation_of(token: str) -> SurveyInvitation | None:
    """Who was asked by this link, of the alliance in scope."""
    try:
        public_id = UUID(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    found = SurveyInvitation.objects.select_related("survey__version", "survey__owner")
    return found.filter(public_id=public_id).first()


def answer_path(invitation: SurveyInvitation, slug: str) -> str:
    return reverse("answer_survey", args=[slug, token_of(invitation)])


def stop_path(invitation: SurveyInvitation, slug: str) -> str:
    """Where reminders are stopped."""
    return reverse("stop_survey_reminders", args=[slug, token_of(invitation)])
