"""The shapes of what the hub tells, for the OpenAPI document."""

from rest_framework import serializers

from alliance.api.serializers import Versioned, code, day, flag, moment, text, type_named
from alliance.choices import Audience, EntryKind, Licence, Strand


def clock(says: str) -> serializers.Field:
    """A time of day. JSON Schema's own format asks for an offset, which the clock on the wall has not."""
    return serializers.RegexField(r"^\d{2}:\d{2}:\d{2}$", read_only=True, allow_null=True, help_text=says)


class HubThing(Versioned):
    """Something that is for partners."""

    title = text("Title.")
    audience = code(Audience, "Whom it is for; never “staff” to a partner's system.")


class CalendarDate(HubThing):
    """A meeting, visit, deadline or other date, on whole days or from one time to another."""

    type = type_named("calendar_date")
    kind = code(EntryKind, "Kind.")
    starts_on = day("First day.")
    ends_on = day("Last day.")
    from_time = clock("By the clock in London, as 16:00:00; null for whole days.")
    until_time = clock("Likewise.")
    place = text("Place, or empty.")
    link = text("Where one takes part online, or empty.")
    folder = text("Where its files lie in Teams or Drive, or empty.")
    details = text("Details, or empty.")


class Resource(HubThing):
    """A file or link that the alliance shares. Files are downloaded in the portal."""

    type = type_named("resource")
    description = text("What it is for.")
    topic = text("Topic, or empty.")
    strand = serializers.ChoiceField(
        choices=Strand.choices, read_only=True, allow_blank=True, help_text="Kind of work, or empty."
    )
    licence = code(Licence, "What others may do with it.")
    number = serializers.IntegerField(read_only=True, help_text="Which version is handed out.")
    file_name = text("Name of its file, or empty for a link.")
    size = serializers.IntegerField(read_only=True, help_text="Bytes of the file; 0 for a link.")
    digest = text("SHA-256 of the file, or empty for a link.")
    link = text("Address of the link, or empty for a file.")


class Announcement(HubThing):
    """What the alliance tells partners."""

    type = type_named("announcement")
    body = text("What it says.")
    shows_from = day("First day.")
    shows_until = day("Last day.", allow_null=True)
    is_pinned = flag("Whether it stays on people's first page.")
    published_at = moment("When it came out.", allow_null=True)
