"""What a partner is good at, what speaks for it, and which other organisations there are."""

from django.db import models


class OtherKind(models.TextChoices):
    """What an organisation is that no register names."""

    CHARITY = "charity", "Charity"
    CONSULTANCY = "consultancy", "Consultancy"
    FE_COLLEGE = "fe_college", "Further education college"
    WELSH_SCHOOL = "welsh_school", "School in Wales"
    OVERSEAS_SCHOOL = "overseas_school", "School overseas"
    FAITH_BODY = "faith_body", "Diocese or faith body"
    OTHER = "other", "Another kind"


class SpecialismKind(models.TextChoices):
    """What a specialism is about; the areas of each are in `logic.partnership.specialisms`."""

    SUBJECT = "subject", "Subject"
    SEN_TYPE = "sen_type", "SEN type"
    PHASE = "phase", "Phase"


class Framework(models.TextChoices):
    """How Ofsted graded on the day. Grades of one framework say nothing in another's words: they are shown
    side by side and never averaged or compared.
    """

    OVERALL = "overall", "Overall effectiveness"
    JUDGEMENTS = "judgements", "Judgements without an overall grade"
    """State-funded schools from September 2024."""
    REPORT_CARD = "report_card", "Report card"
    """From 10 November 2025: five grades an area, and safeguarding met or not met."""


class Safeguarding(models.TextChoices):
    """What a report card says of it; earlier frameworks had no such standard."""

    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"


class EvidenceKind(models.TextChoices):
    """What a piece of evidence speaks for."""

    MEASURE = "measure", "Published measure"
    ITT = "itt", "Teacher training delivered"
    CPD = "cpd", "CPD delivered"
    SUPPORT = "support", "Support delivered"


class EvidenceState(models.TextChoices):
    """Whether there is a figure. A hole in what was published is no zero, and none that was forgotten."""

    VALUE = "value", "A figure"
    NOT_PUBLISHED = "not_published", "Not published"
    SUPPRESSED = "suppressed", "Hidden by the publisher (too few pupils)"


class HostingAppetite(models.TextChoices):
    """Whether a school wants to host trainees, as it said itself."""

    LOOKING = "actively_looking", "Actively looking"
    INTERESTED = "interested", "Interested"
    ORGANISED = "already_organised", "Already organised"
    NOT_OPEN = "not_open", "Not open"


class NotHostingReason(models.TextChoices):
    """Why a school is not open to trainees; several may hold."""

    NO_MENTORS = "no_mentors", "Not enough trained mentors"
    STAFF = "staff", "Staff changes or too little capacity"
    PUPIL_NEEDS = "pupil_needs", "Pupils' needs this year"
    INSPECTION = "inspection", "Working on the outcome of an inspection"
    TRAINEES = "trainees", "Trainees did not suit us, or none were sent"
    UNSURE_HOW = "unsure_how", "We do not know how to get involved"
    OTHER = "other", "Another reason"


class ExchangeKind(models.TextChoices):
    """What is given and taken, each in its own unit; units are never added up across kinds."""

    MENTOR_WEEKS = "mentor_weeks", "Mentor weeks"
    PLACEMENTS = "placements", "Placements"
    SLE_DAYS = "sle_days", "Days of support"
    TRAINING_PLACES = "training_places", "Training places"
    FACILITATOR_DAYS = "facilitator_days", "Facilitator days"
    VENUE_DAYS = "venue_days", "Venue days"


class Direction(models.TextChoices):
    """Seen from the partner."""

    GIVES = "gives", "Gives"
    TAKES = "takes", "Takes"
