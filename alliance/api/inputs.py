"""What may be written: the twin of the forms. The rules are the actions'."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers
from rest_framework.serializers import Serializer

from alliance.choices import HostingAppetite, NotHostingReason


class Strict(Serializer):
    """A member that it does not know is refused, so that a misspelt one is not quietly lost."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError(
                {name[:50]: ["There is no such member here."] for name in unknown[:10]}, code="unknown"
            )
        return super().to_internal_value(data)


class ContactChange(Strict):
    """The members to change; the others stay as they are."""

    name = serializers.CharField(max_length=150, required=False, help_text="Name.")
    post = serializers.CharField(max_length=100, required=False, allow_blank=True, help_text="Job title.")
    email = serializers.EmailField(
        max_length=254, required=False, allow_blank=True, help_text="This or a telephone number is needed."
    )
    phone = serializers.CharField(max_length=30, required=False, allow_blank=True, help_text="Telephone.")
    is_main = serializers.BooleanField(
        required=False, help_text="Whether letters to the partner go here; the one before gives that up."
    )


class ContactInput(ContactChange):
    """Somebody to write to at a partner."""

    partner_id = serializers.UUIDField(required=False, help_text="Your own partner by default.")
    name = serializers.CharField(max_length=150, help_text="Name.")


class StaffChange(Strict):
    """Who somebody is and what they do at the partner. A member you leave out stays as it is."""

    partner_id = serializers.UUIDField(required=False, help_text="Your own partner by default.")
    given_name = serializers.CharField(
        max_length=100, required=False, allow_blank=True, help_text="First name."
    )
    family_name = serializers.CharField(max_length=100, help_text="Last name.")
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True, help_text="E-mail.")
    further_emails = serializers.ListField(
        child=serializers.EmailField(max_length=254),
        required=False,
        max_length=5,
        help_text="Others they are known by.",
    )
    trn = serializers.RegexField(
        r"^([0-9]{7})?$", required=False, allow_blank=True, help_text="Teacher reference number: 7 digits."
    )
    post = serializers.CharField(max_length=100, required=False, allow_blank=True, help_text="Job title.")
    fte = serializers.DecimalField(
        max_digits=3,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=Decimal(1),
        required=False,
        allow_null=True,
        help_text="A share of full time: 1 is full time.",
    )
    started_on = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="The first day. A later one with another post is a new post: the one before ends.",
    )
    ended_on = serializers.DateField(
        required=False, allow_null=True, help_text="The last day; null while it goes on."
    )


class StaffInput(StaffChange):
    """The same in a list, with the reference by which your system knows the person."""

    reference = serializers.CharField(max_length=50, help_text="Your own staff reference.")


class HostingChange(Strict):
    """The members to change; the others stay as they are. Nothing at all says: it is still so."""

    appetite = serializers.ChoiceField(
        HostingAppetite.choices, required=False, help_text="Whether the school wants to host trainees."
    )
    reasons = serializers.MultipleChoiceField(
        choices=NotHostingReason.choices,
        required=False,
        help_text="Why a school is not open to them: one or more. Of another answer there are none.",
    )
    note = serializers.CharField(
        max_length=300, required=False, allow_blank=True, help_text="Such as which subject or key stage."
    )


class HostingInput(HostingChange):
    """What a school says about hosting trainees now. It takes the place of what it said before."""

    partner_id = serializers.UUIDField(required=False, help_text="Your own partner by default.")
    appetite = serializers.ChoiceField(
        HostingAppetite.choices, help_text="Whether the school wants to host trainees."
    )
