"""The foundation's own entries."""

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.lookups import IContains

from foundation.personal.erasing import Delete, GoesWith, Keep
from foundation.personal.registry import FieldClass, Holding
from foundation.personal.subject import NOBODY, Subject, either, mentioning, of_user, with_email

AUTHOR = "The decision stays; who took it is a number, and the name goes with the account."
PARTNER, RESTRICTED = FieldClass.PARTNER, FieldClass.RESTRICTED


def in_body(subject: Subject) -> Q:
    """Kept answers whose body, which is bytes, names the subject."""
    body = Func(F("body"), Value("UTF8"), function="convert_from", output_field=TextField())
    found = NOBODY
    for word in subject.words:
        found |= Q(IContains(body, Value(word)))
    return found


HOLDINGS = (
    Holding(
        "foundation.AuditEvent",
        "What was added, changed and removed",
        {"at": RESTRICTED, "table": RESTRICTED, "action": RESTRICTED},
        of_user("user_id"),
        Keep(AUTHOR),
        besides={"changes": "Personal columns are recorded by name, without what they said."},
    ),
    Holding(
        "foundation.Draft",
        "Text written and not saved",
        {"page": RESTRICTED, "written": RESTRICTED, "user": RESTRICTED},
        either(of_user("user"), mentioning("written")),
        Delete(),
        seen_by_each=True,
    ),
    Holding(
        "foundation.Notification",
        "Notifications",
        {"sentence": RESTRICTED, "href": RESTRICTED, "created_at": RESTRICTED, "user": RESTRICTED},
        either(of_user("user"), mentioning("sentence")),
        Delete(),
    ),
    Holding(
        "foundation.NotificationChoice",
        "News asked for by e-mail",
        {"kind": RESTRICTED, "user": RESTRICTED},
        of_user("user"),
        Delete(),
    ),
    Holding(
        "foundation.SavedView",
        "Saved views of lists",
        {"list": RESTRICTED, "name": RESTRICTED, "query": RESTRICTED, "owner": RESTRICTED},
        either(of_user("owner"), mentioning("name", "query")),
        Delete(),
    ),
    Holding(
        "foundation.DefaultView",
        "Views that lists open with",
        {"list": RESTRICTED, "user": RESTRICTED},
        of_user("user"),
        Delete(),
    ),
    Holding(
        "foundation.BulkChange",
        "Changes of many rows in the last day",
        {"sentence": RESTRICTED, "selected_at": RESTRICTED, "user": RESTRICTED},
        either(of_user("user"), mentioning("sentence", "back")),
        Delete(),
        besides={"back": "The address of a list.", "options": "Kinds and days, from a form of choices."},
    ),
    Holding(
        "foundation.BulkRow",
        "Rows of such changes",
        {},
        mentioning("before", "refusal", "seen"),
        Delete(),
        besides={
            "before": "How a row stood, for half a minute; searched by an erasure.",
            "refusal": "Why a row was left out; searched by an erasure.",
            "seen": "A number and a state.",
        },
    ),
    Holding(
        "foundation.ImportRow",
        "Rows of imported tables",
        {"cells": RESTRICTED, "about": RESTRICTED, "reason": RESTRICTED, "changes": RESTRICTED},
        mentioning("cells", "about", "reason", "changes", "trace"),
        Delete(),
        besides={"trace": "The same as the cells, as the undo needs it; searched by an erasure."},
    ),
    Holding(
        "foundation.Import",
        "Imported tables",
        {"file_name": RESTRICTED, "started_at": RESTRICTED},
        of_user("started_by", "applied_by", "undone_by"),
        Keep(AUTHOR),
        authors=("started_by", "applied_by", "undone_by"),
        redact=("file_name", "sheet"),
        besides={
            "heads": "The names of columns.",
            "columns": "The names of columns.",
            "counts": "How many rows had which outcome.",
        },
    ),
    Holding(
        "foundation.Job",
        "Work asked for",
        {"kind": RESTRICTED, "queued_at": RESTRICTED, "requested_by": RESTRICTED},
        of_user("requested_by"),
        Keep(f"{AUTHOR} Jobs are forgotten after three months."),
        besides={"worker": "The name of a process.", "steps": "What a job is doing, in fixed words."},
    ),
    Holding(
        "foundation.JobOutcome",
        "How work ended",
        {},
        mentioning("sentence"),
        GoesWith("foundation.Job"),
        redact=("sentence",),
    ),
    Holding(
        "foundation.Approval",
        "Approvals",
        {
            "title": PARTNER,
            "approver_name": PARTNER,
            "approver_email": PARTNER,
            "asked_at": RESTRICTED,
            "decided_at": RESTRICTED,
            "decided_name": PARTNER,
            "remark": PARTNER,
        },
        either(with_email("approver_email"), of_user("decided_by")),
        Keep("Evidence of who consented to what, which nobody may change (UK GDPR, article 17(3)(e))."),
        authors=("asked_by", "decided_by"),
    ),
    Holding(
        "foundation.KeptAnswer",
        "Answers to a partner's system, kept for a day",
        {},
        in_body,
        Delete(),
        besides={
            "body": "What the partner's system was told of its own people; searched by an erasure.",
            "headers": "The type and the tag of an answer.",
        },
    ),
)

NOBODY_IN = {
    "foundation.ColumnMatch": "The names of columns.",
    "foundation.Pulse": "The name of a process of the portal.",
    "foundation.FeedGeneration": "The name of a database.",
}
