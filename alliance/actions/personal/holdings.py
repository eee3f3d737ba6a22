"""What the alliance's tables hold about people, and the log-in's own (docs/people.md, personal data)."""

from django.db.models import Q

from alliance.actions.personal.accounts import erase_account
from alliance.actions.personal.mailboxes import forget_mailbox
from alliance.models import FORMER_MEMBER
from foundation.personal.erasing import Blank, By, Delete, GoesWith, Keep
from foundation.personal.own import AUTHOR
from foundation.personal.registry import FieldClass, Holding
from foundation.personal.subject import NOBODY, Subject, either, of_person, of_user, with_email

PUBLIC, PARTNER, RESTRICTED = FieldClass.PUBLIC, FieldClass.PARTNER, FieldClass.RESTRICTED
ORGANISATION = "An organisation's, not a person's."
SECRET = "A secret, which nobody reads."  # noqa: S105  # a reason, not a password
USER = "alliance.User"


def as_contact(subject: Subject) -> Q:
    """Contacts of this name, where the address or the place of work says that it is this person.

    The address alone would not do: contacts of a school may share a mailbox.
    """
    if not subject.family_name:
        return NOBODY
    by_email = Q(email__in=subject.emails, name__icontains=subject.family_name)
    by_work = Q(name__iexact=subject.name, partner__employments__person=subject.person_id)
    return by_email | by_work if subject.person_id else by_email


HOLDINGS = (
    Holding(
        "alliance.Person",
        "Person",
        {
            "given_name": PARTNER,
            "family_name": PARTNER,
            "email": PARTNER,
            "further_emails": PARTNER,
            "trn": RESTRICTED,
            "user": RESTRICTED,
            "created_at": RESTRICTED,
            "updated_at": RESTRICTED,
        },
        of_person("pk"),
        Blank(
            {
                "given_name": "",
                "family_name": FORMER_MEMBER,
                "email": "",
                "further_emails": [],
                "trn": "",
                "user": None,
            }
        ),
    ),
    Holding(
        "alliance.Employment",
        "Employments",
        {
            "person": PARTNER,
            "partner": PARTNER,
            "post": PARTNER,
            "fte": RESTRICTED,
            "started_on": PARTNER,
            "ended_on": PARTNER,
            "reference": RESTRICTED,
        },
        of_person("person"),
        Blank({"post": "", "reference": ""}),
    ),
    Holding(
        "alliance.PersonMerge",
        "Merges of two rows about this person",
        {"kept": PARTNER, "merged_at": RESTRICTED, "removed": PARTNER},
        of_person("kept"),
        Delete(),
        authors=("merged_by",),
        besides={"moved": "Names of tables and numbers of rows.", "changed": "What `removed` says too."},
    ),
    Holding(
        "alliance.TwoPeople",
        "Other people of the same name",
        {"one": RESTRICTED, "other": RESTRICTED, "said_at": RESTRICTED},
        of_person("one", "other"),
        Delete(),
        authors=("said_by",),
    ),
    Holding(
        "alliance.SubjectAccess",
        "Copies of the personal data",
        {"person": RESTRICTED, "asked_at": RESTRICTED, "made_at": RESTRICTED, "fetched": RESTRICTED},
        of_person("person"),
        Delete(),
        authors=("asked_by",),
        besides={"archive": "The copy itself."},
    ),
    Holding(
        "alliance.Contact",
        "Contact of a partner",
        {
            "partner": PARTNER,
            "name": PARTNER,
            "post": PARTNER,
            "email": PARTNER,
            "phone": PARTNER,
            "is_main": PARTNER,
            "verified_at": RESTRICTED,
        },
        as_contact,
        Delete(),
        authors=("verified_by",),
    ),
    Holding(
        "alliance.ContactCheck",
        "Checks of the contact",
        {"contact": RESTRICTED, "checked_at": RESTRICTED},
        lambda subject: NOBODY,
        GoesWith("alliance.Contact"),
    ),
    Holding(
        "alliance.Membership",
        "Access to the alliance",
        {
            "user": RESTRICTED,
            "roles": RESTRICTED,
            "partner": RESTRICTED,
            "created_at": RESTRICTED,
            "ends_on": RESTRICTED,
            "ended_at": RESTRICTED,
        },
        of_user("user"),
        Delete(),
    ),
    Holding(
        "alliance.Invitation",
        "Invitations",
        {
            "email": RESTRICTED,
            "roles": RESTRICTED,
            "created_at": RESTRICTED,
            "sent_at": RESTRICTED,
            "accepted_at": RESTRICTED,
            "accepted_by": RESTRICTED,
        },
        either(with_email("email"), of_user("accepted_by")),
        Delete(),
        authors=("invited_by",),
    ),
    Holding(
        "alliance.ApiCredential",
        "API credentials made",
        {},
        lambda subject: NOBODY,
        Keep(AUTHOR),
        authors=("created_by", "revoked_by"),
        besides={"name": "The name of a system."},
    ),
    Holding(
        "alliance.SupportEntry",
        "Support entries",
        {},
        lambda subject: NOBODY,
        Keep("The alliance's record of who came in and why, which nobody may change. An operator's."),
        authors=("operator", "ended_by"),
        besides={
            "reason": "Why an operator came in; it names a fault, and the database lets nobody change it."
        },
    ),
    Holding(
        "alliance.Partner",
        "Mailboxes for letters to partners",
        {"mailbox": PARTNER},
        with_email("mailbox"),
        By(forget_mailbox, "taken off where nobody else there is reached by it; the organisation stays"),
        redact=("reason", "left_because"),
        besides={"name": ORGANISATION, "address": ORGANISATION},
    ),
    Holding(
        "alliance.Engagement",
        "What is written about engagements",
        {},
        lambda subject: NOBODY,
        Keep("That the school took part stays; a name in its words is taken out."),
        redact=("description",),
    ),
    *(
        Holding(
            model,
            "What is written about a school's teachers and pupils",
            {},
            lambda subject: NOBODY,
            Keep("Counts and shares stay; a name in the words about where they are from is taken out."),
            redact=("note",),
        )
        for model in ("alliance.WorkforceSnapshot", "alliance.PupilMeasure")
    ),
    Holding(
        USER,
        "Log-in",
        {"email": RESTRICTED, "full_name": RESTRICTED, "theme": RESTRICTED, "last_login": RESTRICTED},
        of_user("pk"),
        By(
            erase_account,
            "blanked; the number stays. Not while another alliance knows the person by the same log-in",
        ),
        besides={"password": SECRET},
    ),
    Holding(
        "account.EmailAddress",
        "Addresses to log in with",
        {"user": RESTRICTED, "email": RESTRICTED, "verified": RESTRICTED, "primary": RESTRICTED},
        of_user("user"),
        GoesWith(USER),
    ),
    Holding(
        "mfa.Authenticator",
        "Second factors",
        {"user": RESTRICTED, "type": RESTRICTED, "created_at": RESTRICTED, "last_used_at": RESTRICTED},
        of_user("user"),
        GoesWith(USER),
        besides={"data": SECRET},
    ),
    Holding(
        "usersessions.UserSession",
        "Where signed in",
        {
            "user": RESTRICTED,
            "ip": RESTRICTED,
            "user_agent": RESTRICTED,
            "created_at": RESTRICTED,
            "last_seen_at": RESTRICTED,
        },
        of_user("user"),
        GoesWith(USER),
        besides={"data": "Empty in this portal."},
    ),
    Holding(
        "socialaccount.SocialAccount",
        "Accounts elsewhere to log in with",
        {"user": RESTRICTED, "provider": RESTRICTED, "uid": RESTRICTED, "extra_data": RESTRICTED},
        of_user("user"),
        GoesWith(USER),
    ),
)

NOBODY_IN = {
    "alliance.Alliance": "The alliance's own name and mailbox.",
    "alliance.LocalAuthority": "A code list.",
    "alliance.School": "The School register; of a head it keeps a digest only, which names nobody.",
    "alliance.SchoolLink": "The names of schools.",
    "alliance.RegisterImport": "A file of the School register.",
    "alliance.RegisterRejection": "A row of the School register, by its number.",
    "alliance.RegisterChange": "Which columns of the School register changed.",
    "alliance.RegisterNews": "What changed about a school.",
    "sessions.Session": "Sealed; ended, and so removed, with the sessions of the account.",
    "socialaccount.SocialApp": "Unused: providers come from the environment.",
    "socialaccount.SocialToken": "Unused: no token is kept.",
    "auth.Group": "Unused: policies are in policy.py.",
    "auth.Permission": "Django's own names of models.",
    "contenttypes.ContentType": "Django's own names of models.",
}
