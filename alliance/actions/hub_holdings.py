"""What the hub's tables hold about people (docs/people.md, personal data)."""

from foundation.personal.erasing import Delete, Keep
from foundation.personal.registry import FieldClass, Holding
from foundation.personal.subject import NOBODY, of_user

PARTNER, RESTRICTED = FieldClass.PARTNER, FieldClass.RESTRICTED
WORDS_STAY = Keep("The alliance's own words stay; a name in them is taken out.")
ADDRESS = "An address of a page elsewhere."

HOLDINGS = (
    Holding(
        "alliance.CalendarEntry",
        "What is written about dates",
        {},
        lambda subject: NOBODY,
        WORDS_STAY,
        redact=("title", "place", "details"),
        besides={"link": ADDRESS, "folder": ADDRESS},
    ),
    Holding(
        "alliance.CalendarFeed",
        "The addresses that your calendar program read from",
        {"created_at": RESTRICTED, "last_read_at": RESTRICTED, "revoked_at": RESTRICTED, "user": RESTRICTED},
        of_user("user"),
        Delete(),
    ),
    Holding(
        "alliance.Resource",
        "What is written about resources",
        {},
        lambda subject: NOBODY,
        WORDS_STAY,
        redact=("title", "description"),
    ),
    Holding(
        "alliance.ResourceVersion",
        "Files and links of resources",
        {},
        lambda subject: NOBODY,
        Keep("The alliance's documents stay; a name in their searched words is taken out, not in the file."),
        authors=("added_by",),
        redact=("name", "note", "text"),
        besides={"link": ADDRESS, "text_note": "Why a document has no words, in the portal's own."},
    ),
    Holding(
        "alliance.Announcement",
        "What was announced",
        {},
        lambda subject: NOBODY,
        WORDS_STAY,
        authors=("written_by",),
        redact=("title", "body"),
    ),
    Holding(
        "alliance.AnnouncementReading",
        "Announcements that you opened",
        {"announcement": RESTRICTED, "read_at": RESTRICTED, "user": RESTRICTED},
        of_user("user"),
        Delete(),
    ),
    Holding(
        "alliance.Task",
        "Your tasks",
        {"title": PARTNER, "details": PARTNER, "due_on": PARTNER, "done_at": PARTNER, "owner": PARTNER},
        of_user("owner"),
        Delete(),
        authors=("made_by", "done_by"),
        redact=("title", "details"),
    ),
)
