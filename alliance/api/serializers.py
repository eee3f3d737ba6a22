"""The shapes of the API's objects, for the OpenAPI document.

PostgreSQL writes the objects (`alliance/queries/sync.py`); a test holds the two against each other.
"""

from typing import Any

from rest_framework import serializers
from rest_framework.serializers import Serializer

from alliance.choices import (
    ApiScope,
    DiligenceState,
    DueBecause,
    HostingAppetite,
    NotHostingReason,
    Organisation,
    OtherKind,
    PartnerKind,
    Phase,
    PhaseGroup,
    Role,
    SchoolStatus,
    SpecialismKind,
)


def text(help_text: str, **kwargs: Any) -> serializers.CharField:
    return serializers.CharField(read_only=True, help_text=help_text, **kwargs)


def code(choices: Any, help_text: str) -> serializers.ChoiceField:
    blank = "" in choices.values
    return serializers.ChoiceField(choices.choices, read_only=True, allow_blank=blank, help_text=help_text)


def number(help_text: str) -> serializers.IntegerField:
    return serializers.IntegerField(read_only=True, allow_null=True, help_text=help_text)


def day(help_text: str, **kwargs: Any) -> serializers.DateField:
    return serializers.DateField(read_only=True, help_text=help_text, **kwargs)


def moment(help_text: str, **kwargs: Any) -> serializers.DateTimeField:
    return serializers.DateTimeField(read_only=True, help_text=help_text, **kwargs)


def identifier(help_text: str, **kwargs: Any) -> serializers.UUIDField:
    return serializers.UUIDField(read_only=True, help_text=help_text, **kwargs)


def flag(help_text: str) -> serializers.BooleanField:
    return serializers.BooleanField(read_only=True, help_text=help_text)


def type_named(name: str) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=[(name, name)], read_only=True, help_text=f"Always “{name}”.")


class Versioned(Serializer):
    """What every object has."""

    id = identifier("Stays the same for ever.")
    version = serializers.IntegerField(read_only=True, help_text="Rises with every change of the object.")
    updated_at = moment("When it last changed.")


class PartnerRole(Serializer):
    """The part a partner plays in one academic year."""

    kind = code(PartnerKind, "The part.")
    academic_year = text("Such as “2025/26”.")


class Partner(Versioned):
    """An organisation that belongs to the alliance."""

    type = type_named("partner")
    organisation = code(Organisation, "What it is, and so which of the identifiers below names it.")
    name = text("The register's name, for a school.")
    school_id = identifier("The school, for a school.", allow_null=True)
    urn = text("The school's URN.", allow_null=True)
    trust_uid = text("GIAS group UID of a trust, or empty.")
    ukprn = text("UKPRN of an ITT provider, or empty.")
    local_authority_code = text("DfE code of a local authority.", allow_null=True)
    other_kind = serializers.ChoiceField(
        choices=OtherKind.choices,
        read_only=True,
        allow_blank=True,
        help_text="What another organisation is, or empty.",
    )
    address = text("Postal address, where the register holds none.")
    reason = text("Why another organisation is a partner; told to itself only.", allow_null=True)
    listed = flag("Whether other partners see it.")
    joined_on = day("The day it joined.")
    left_on = day("The day it left.", allow_null=True)
    roles = PartnerRole(many=True, read_only=True, help_text="By academic year, the earliest first.")


class School(Versioned):
    """The School register's row of a partner school (GIAS codes)."""

    type = type_named("school")
    urn = text("Six digits that name the register's row.")
    in_register = flag("False for a school known from a link or a list only.")
    name = text("Name.")
    status = code(SchoolStatus, "GIAS establishment status.")
    phase = code(Phase, "GIAS phase of education.")
    phase_group = code(PhaseGroup, "Phase as people speak of it.")
    type_name = text("GIAS type of establishment.")
    type_group = text("GIAS group of types.")
    local_authority_code = text("DfE code of the local authority.", allow_null=True)
    establishment_number = text("Four digits; with the authority's code the LAESTAB.")
    ukprn = text("UKPRN, or empty.")
    low_age = number("Lowest age.")
    high_age = number("Highest age.")
    gender = text("GIAS gender.")
    religious_character = text("GIAS religious character.")
    admissions_policy = text("GIAS admissions policy.")
    urban_rural = text("GIAS urban/rural classification.")
    trust_uid = text("GIAS group UID of its trust, or empty.")
    trust_name = text("Name of its trust, or empty.")
    capacity = number("Places.")
    pupils = number("Pupils on roll.")
    percentage_fsm = serializers.FloatField(
        read_only=True, allow_null=True, help_text="Pupils eligible for free school meals, per cent."
    )
    street = text("Street.")
    locality = text("Locality.")
    town = text("Town.")
    county = text("County.")
    postcode = text("Postcode.")
    website = text("Website.")
    telephone = text("Telephone.")
    region = text("Region.")
    district = text("District.")
    easting = number("Metres on the British National Grid.")
    northing = number("Metres on the British National Grid.")
    opened_on = day("The day it opened.", allow_null=True)
    closed_on = day("The day it closed.", allow_null=True)
    successor_urn = text("URN that the same school has now, where it is another one.", allow_null=True)
    partner_id = identifier("The partner that it is.")


class Contact(Versioned):
    """Somebody to write to at a partner: personal data, of your own schools only."""

    type = type_named("contact")
    partner_id = identifier("The partner.")
    name = text("Name.")
    post = text("Job title.")
    email = text("E-mail address, or empty.")
    phone = text("Telephone, or empty.")
    is_main = flag("Whether letters to the partner go here.")
    verified_at = moment("When somebody last checked that this is right.", allow_null=True)


class Specialism(Versioned):
    """What your own partner is a specialist in."""

    type = type_named("specialism")
    partner_id = identifier("The partner.")
    kind = code(SpecialismKind, "What it is about.")
    area = text("The subject, SEN type or phase: a code of `specialism_area`.")
    proof = text("What proves it.")
    proof_url = text("Where the proof is, or empty.")
    awarded_on = day("The day it was awarded.")
    expires_on = day("Its last day; null where it has no end.", allow_null=True)


class HostingPreference(Versioned):
    """What your own school last said about hosting trainees."""

    type = type_named("hosting_preference")
    partner_id = identifier("The partner.")
    appetite = code(HostingAppetite, "Whether it wants to.")
    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=NotHostingReason.choices),
        read_only=True,
        help_text="Why it is not open, or empty.",
    )
    note = text("What was added, or empty.")
    verified_at = moment("When it was last said or confirmed.")


class DiligenceReview(Versioned):
    """Where the due diligence of your own partner stands; nothing of what staff wrote."""

    type = type_named("diligence_review")
    partner_id = identifier("The partner.")
    state = code(DiligenceState, "How far it is.")
    because = serializers.ListField(
        child=serializers.ChoiceField(choices=DueBecause.choices),
        read_only=True,
        help_text="Why it became due, the first reason first.",
    )
    due_on = day("The day it is to be over.")
    decided_on = day("The day it was decided.", allow_null=True)
    next_due_on = day("The day the next one is due.", allow_null=True)


class Deletion(Serializer):
    """An object that was deleted, or that left what the credential may see: remove it."""

    type = serializers.ChoiceField(
        choices=[
            (name, name)
            for name in (
                *("partner", "school", "contact", "workforce_snapshot", "pupil_measure", "specialism"),
                *("calendar_date", "resource", "announcement"),
                *("hosting_preference", "diligence_review"),
            )
        ],
        read_only=True,
    )
    id = identifier("The id of what is gone.")
    deleted = flag("Always true.")


class StaffPerson(Versioned):
    """Somebody who works or worked at one of your schools; of who has left it no address and no TRN."""

    type = type_named("staff_person")
    given_name = text("First name, or empty.")
    family_name = text("Last name; “Former member” of somebody who was erased.")
    email = text("The address to write to first; empty where none is known or they have left your schools.")
    further_emails = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="Others they are known by."
    )
    trn = text("Teacher reference number, 7 digits; empty where unknown or they have left your schools.")
    erased = flag("Erased for their own sake: nothing is known of them any more.")


class Employment(Versioned):
    """One person in one post at one of your schools."""

    type = type_named("employment")
    person_id = identifier("Who.")
    partner_id = identifier("Where.")
    reference = text("Your own staff reference, or empty.")
    post = text("Job title, or empty.")
    fte = serializers.FloatField(read_only=True, allow_null=True, help_text="A share of full time, to 1.")
    started_on = day("The first day; null where nobody knows.", allow_null=True)
    ended_on = day("The last day; null while it goes on.", allow_null=True)


class Links(Serializer):
    """Addresses to go on with."""

    self = serializers.URLField(read_only=True)


class PageLinks(Links):
    """`next` is absent on the last page."""

    next = serializers.URLField(required=False)


class ListMeta(Serializer):
    """For clients that ask with `updated_since`."""

    watermark = moment(
        "What to send as `updated_since` next time. It misses nothing; it may tell some twice."
    )
    view = text("When this is another one than last time, fetch everything: what you may see has changed.")


class FeedLinks(Links):
    """Follow `next` for ever."""

    next = serializers.URLField(read_only=True)


class FeedMeta(Serializer):
    """Where this page stands."""

    head = flag("Nothing more for now: ask again after the seconds in Retry-After.")
    full_state = flag("This page belongs to the full state, not yet to the changes.")
    lag_seconds = serializers.IntegerField(
        read_only=True,
        help_text="How long the oldest change has been waiting for a transaction that began before it.",
    )


class PortalAlliance(Serializer):
    """The alliance that a credential belongs to."""

    slug = text("Names the alliance in addresses.")
    name = text("Name.")


class PersonAlliance(PortalAlliance):
    """An alliance that a person belongs to."""

    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices), read_only=True)


class CredentialPartner(Serializer):
    """The partner that a credential acts for."""

    id = identifier("The partner.")
    name = text("Name.")


class Credential(Serializer):
    """What a credential is."""

    id = identifier("The credential; not its secret.")
    type = type_named("credential")
    name = text("What its makers call it.")
    prefix = text("The part between the underscores, which lists show.")
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=ApiScope.choices), read_only=True)
    created_at = moment("When it was made.")
    expires_at = moment("When it stops working.")
    last_used_at = moment("When it was last used, to the minute.", allow_null=True)
    partner = CredentialPartner(read_only=True)
    alliance = PortalAlliance(read_only=True)
    resources = serializers.DictField(
        child=serializers.URLField(), read_only=True, help_text="What it may read."
    )


class Person(Serializer):
    """Who is signed in in this browser."""

    id = identifier("The person.")
    type = type_named("person")
    name = text("Name.")
    alliances = PersonAlliance(many=True, read_only=True)


class Limits(Serializer):
    """How much may be asked for."""

    requests_per_minute = serializers.IntegerField(read_only=True)
    page_size_max = serializers.IntegerField(read_only=True)


class CallerMeta(Serializer):
    """Besides the caller."""

    limits = Limits(read_only=True)


class Code(Serializer):
    """One code of a list."""

    code = text("As objects hold it; empty where something is not known.")
    label = text("For people.")


class RowError(Serializer):
    """What is wrong with one member of a row."""

    pointer = text("A JSON pointer into the row.")
    code = text("A stable word.")
    detail = text("What is wrong, and what to do next.")


class RowOutcome(Serializer):
    """What became of one row of a list."""

    index = serializers.IntegerField(read_only=True)
    status = serializers.IntegerField(
        read_only=True, help_text="201, or what it would have been refused with."
    )
    id = serializers.UUIDField(
        required=False, help_text="What was added; of a conflict, what is there already."
    )
    errors = RowError(many=True, required=False)


class BulkMeta(Serializer):
    """How many rows were added, or were there and changed, and how many not."""

    created = serializers.IntegerField(read_only=True)
    updated = serializers.IntegerField(required=False, help_text="Where a row may be there already.")
    refused = serializers.IntegerField(read_only=True)


class BulkAnswer(Serializer):
    """Every row's outcome, in the order in which they were sent."""

    data = RowOutcome(many=True, read_only=True)
    meta = BulkMeta(read_only=True)
    links = Links(read_only=True)
