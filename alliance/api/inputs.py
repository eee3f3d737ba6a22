"""What may be written: the twin of the forms. The rules are the actions'."""

from typing import Any

from rest_framework import serializers
from rest_framework.serializers import Serializer


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
