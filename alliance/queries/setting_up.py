"""The alliance app's own first steps."""

from alliance.models import (
    Alliance,
    Contact,
    Employment,
    Invitation,
    Membership,
    Partner,
    Priority,
    PupilMeasure,
    School,
    ServedAuthority,
    WorkforceSnapshot,
)
from alliance.queries.getting_started import Done, FirstStep
from foundation.audit.models import AuditEvent

USUAL_COLOURS = (
    Alliance._meta.get_field("alliance_colour").default,
    Alliance._meta.get_field("accent_colour").default,
)


def _has_a_face(alliance: Alliance) -> Done:
    return bool(alliance.logo) or (alliance.alliance_colour, alliance.accent_colour) != USUAL_COLOURS


def _has_partners(alliance: Alliance) -> Done:
    """Besides the lead school, which is one from the beginning."""
    return Partner.objects.exclude(school=alliance.lead_school_id)


def _has_colleagues(alliance: Alliance) -> Done:
    """Somebody was invited from inside: the owner's own invitation came from an operator."""
    invited = Invitation.objects.filter(alliance=alliance, invited_by__is_operator=False)
    second = Membership.objects.filter(alliance=alliance).order_by("pk")[1:]
    return invited, second


def _second_factor_was_chosen(alliance: Alliance) -> Done:
    return AuditEvent.objects.filter(
        table="alliance_alliance",
        row_id=alliance.pk,
        action=AuditEvent.Action.CHANGED,
        changes__has_key="second_factor",
    )


STEPS = (
    FirstStep(
        "face",
        "Give it your colours and your logo",
        "Pages, letters and reports carry them, so that people know at once whose they are.",
        "Choose colours and logo",
        "settings",
        _has_a_face,
        10,
    ),
    FirstStep(
        "area",
        "Say which local authorities you serve",
        "Their open schools are the area that reach is counted over.",
        "Choose authorities",
        "served_area",
        lambda alliance: ServedAuthority.objects.all(),
        20,
    ),
    FirstStep(
        "register",
        "Have the School register in place",
        "Names, places and sizes of schools come from it. The portal's operators import it: write to them if "
        "it is missing.",
        "See your lead school",
        "partners",
        lambda alliance: School.objects.filter(in_register=True),
        30,
    ),
    FirstStep(
        "partners",
        "Bring in your partners",
        "Paste the list you have: each row is checked before anything is saved. One at a time works too, "
        "under Partners.",
        "Import partners",
        "new_import",
        _has_partners,
        40,
        {"target": "partners"},
    ),
    FirstStep(
        "contacts",
        "Say whom to write to",
        "One main contact at each partner, checked once a year. Paste them from your address list.",
        "Import contacts",
        "new_import",
        lambda alliance: Contact.objects.all(),
        50,
        {"target": "contacts"},
    ),
    FirstStep(
        "staff",
        "Bring in the staff of your partners",
        "One list of names, posts and schools: who takes part, mentors and leads is chosen from them.",
        "Import people",
        "new_import",
        lambda alliance: Employment.objects.all(),
        55,
        {"target": "staff"},
    ),
    FirstStep(
        "colleagues",
        "Invite your colleagues",
        "Each with their own role; partners' contacts see their own school only.",
        "Invite somebody",
        "invite",
        _has_colleagues,
        60,
    ),
    FirstStep(
        "second-factor",
        "Decide who shows a second factor",
        "Staff do unless you say otherwise. It keeps a stolen password from opening what you know.",
        "Choose",
        "settings",
        _second_factor_was_chosen,
        70,
    ),
    FirstStep(
        "priorities",
        "Write down this year's priorities",
        "Prospects and reports are held against them.",
        "Write priorities",
        "priorities",
        lambda alliance: Priority.objects.all(),
        80,
    ),
    FirstStep(
        "facts",
        "Bring in what the DfE publishes of your schools",
        "Results and the make-up of your partner schools, hundreds of figures from one file.",
        "Choose a file",
        "published_facts",
        lambda alliance: (PupilMeasure.objects.all(), WorkforceSnapshot.objects.all()),
        90,
    ),
)
"""In their order: what later ones stand on comes first."""
