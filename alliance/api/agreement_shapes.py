"""The shape of an agreement, for the OpenAPI document."""

from rest_framework import serializers

from alliance.api.serializers import Versioned, code, day, identifier, moment, text, type_named
from alliance.choices import AgreementState


class Agreement(Versioned):
    """What the alliance and a partner have agreed: your own only, from the day it was sent for signature."""

    type = type_named("agreement")
    partner_id = identifier("The partner it is with.")
    title = text("Such as “Partnership agreement 2026/27”.")
    state = code(AgreementState, "Where it stands. In force: “active” and “renewal_due”.")
    tier = text("As the alliance calls it; may be empty.")
    fee_pence = serializers.IntegerField(read_only=True, help_text="For the whole time, in pence.")
    starts_on = day("Its first day.")
    ends_on = day("Its last day.")
    notice_days = serializers.IntegerField(read_only=True, help_text="Days of notice to end it earlier.")
    partner_signed_at = moment("When the partner signed.", allow_null=True)
    alliance_signed_at = moment("When the alliance signed.", allow_null=True)
    ended_on = day("Its last day where it was ended early.", allow_null=True)
