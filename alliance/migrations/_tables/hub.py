"""Calendar, resources, announcements and tasks."""

import django.contrib.postgres.constraints
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import foundation.identifiers
import foundation.tenancy.fields
from foundation.audit.operations import AuditTable
from foundation.feed.operations import FeedTable, VersionTable
from foundation.tenancy.operations import ProtectTable

OPERATIONS = [
    migrations.CreateModel(
        name="CalendarEntry",
        fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            (
                "alliance",
                models.ForeignKey(
                    db_index=False,
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.alliance",
                ),
            ),
            ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("meeting", "Meeting"),
                        ("visit", "Visit"),
                        ("deadline", "Deadline"),
                        ("other", "Other date"),
                    ],
                    max_length=10,
                ),
            ),
            ("title", models.CharField(max_length=150)),
            (
                "audience",
                models.CharField(
                    choices=[
                        ("staff", "Staff"),
                        ("partners", "Staff and partner schools"),
                        ("everybody", "Everybody in the alliance"),
                        ("public", "Everybody, the public included"),
                    ],
                    max_length=10,
                    verbose_name="for",
                ),
            ),
            ("starts_on", models.DateField(verbose_name="first day")),
            ("ends_on", models.DateField(verbose_name="last day")),
            ("from_time", models.TimeField(blank=True, null=True, verbose_name="from")),
            ("until_time", models.TimeField(blank=True, null=True, verbose_name="until")),
            ("place", models.CharField(blank=True, max_length=200)),
            ("link", models.CharField(blank=True, max_length=1000, verbose_name="online link")),
            ("folder", models.CharField(blank=True, max_length=1000, verbose_name="files in Teams or Drive")),
            ("details", models.TextField(blank=True)),
            ("version", models.PositiveIntegerField(db_default=1, default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "verbose_name": "calendar entry",
            "indexes": [models.Index(fields=["alliance", "starts_on", "ends_on"], name="entry_by_day")],
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_calendarentry_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_calendarentry_public"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("from_time__isnull", True), ("until_time__isnull", True)),
                        models.Q(("from_time__isnull", False), ("until_time__isnull", False)),
                        _connector="OR",
                    ),
                    name="entry_both_times",
                    violation_error_message="Write both times, or neither for whole days.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("ends_on__gt", models.F("starts_on")),
                        models.Q(
                            ("ends_on", models.F("starts_on")),
                            models.Q(
                                ("from_time__isnull", True),
                                ("until_time__gt", models.F("from_time")),
                                _connector="OR",
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="entry_ends_after_it_begins",
                    violation_error_message="It ends before it begins.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("link", ""), ("link__startswith", "https://"), _connector="OR"),
                        models.Q(("folder", ""), ("folder__startswith", "https://"), _connector="OR"),
                    ),
                    name="entry_safe_links",
                    violation_error_message="Only addresses that begin with https:// are taken.",
                ),
            ],
        },
    ),
    ProtectTable("alliance_calendarentry"),
    AuditTable(
        "alliance_calendarentry",
        personal=["title", "place", "link", "folder", "details"],
        silent=["updated_at", "version", "created_at", "public_id"],
    ),
    VersionTable("alliance_calendarentry"),
    FeedTable("alliance_calendarentry", type="calendar_date", holder="", shared="{row}.audience <> 'staff'"),
    migrations.CreateModel(
        name="CalendarFeed",
        fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            (
                "alliance",
                models.ForeignKey(
                    db_index=False,
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.alliance",
                ),
            ),
            ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
            (
                "user",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("token_digest", models.CharField(max_length=64)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("last_read_at", models.DateTimeField(blank=True, null=True)),
            ("revoked_at", models.DateTimeField(blank=True, null=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_calendarfeed_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_calendarfeed_public"
                ),
                models.UniqueConstraint(fields=("alliance", "token_digest"), name="calendar_feed_token"),
                models.UniqueConstraint(
                    condition=models.Q(("revoked_at__isnull", True)),
                    fields=("alliance", "user"),
                    name="calendar_feed_one_live",
                ),
            ],
        },
    ),
    ProtectTable("alliance_calendarfeed"),
    AuditTable("alliance_calendarfeed", silent=["token_digest", "last_read_at", "created_at", "public_id"]),
    migrations.CreateModel(
        name="TermDate",
        fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            (
                "alliance",
                models.ForeignKey(
                    db_index=False,
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.alliance",
                ),
            ),
            ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
            ("kind", models.CharField(choices=[("term", "Term"), ("inset", "INSET")], max_length=5)),
            ("name", models.CharField(max_length=60)),
            (
                "local_authority",
                models.ForeignKey(
                    blank=True,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.localauthority",
                ),
            ),
            ("starts_on", models.DateField(verbose_name="first day")),
            ("ends_on", models.DateField(verbose_name="last day")),
            ("version", models.PositiveIntegerField(db_default=1, default=1)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "indexes": [models.Index(fields=["alliance", "starts_on", "ends_on"], name="term_by_day")],
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_termdate_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_termdate_public"),
                models.CheckConstraint(
                    condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                    name="term_ends_after_it_begins",
                    violation_error_message="The last day is before the first.",
                ),
                django.contrib.postgres.constraints.ExclusionConstraint(
                    condition=models.Q(("kind", "term")),
                    expressions=[
                        ("alliance", "="),
                        (
                            django.db.models.functions.comparison.Coalesce(
                                "local_authority", models.Value(0)
                            ),
                            "=",
                        ),
                        (models.Func("starts_on", "ends_on", models.Value("[]"), function="DATERANGE"), "&&"),
                    ],
                    name="term_overlaps_none",
                    violation_error_message="Another term of these schools lies in these days.",
                ),
            ],
        },
    ),
    ProtectTable("alliance_termdate"),
    AuditTable("alliance_termdate", silent=["updated_at", "version", "public_id"]),
    VersionTable("alliance_termdate"),
    migrations.CreateModel(
        name="Announcement",
        fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            (
                "alliance",
                models.ForeignKey(
                    db_index=False,
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.alliance",
                ),
            ),
            ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
            ("title", models.CharField(max_length=150)),
            ("body", models.TextField()),
            (
                "audience",
                models.CharField(
                    choices=[
                        ("staff", "Staff"),
                        ("partners", "Staff and partner schools"),
                        ("everybody", "Everybody in the alliance"),
                        ("public", "Everybody, the public included"),
                    ],
                    max_length=10,
                    verbose_name="for",
                ),
            ),
            ("shows_from", models.DateField(verbose_name="first day")),
            ("shows_until", models.DateField(blank=True, null=True, verbose_name="last day")),
            ("is_pinned", models.BooleanField(default=False, verbose_name="pinned")),
            ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
            (
                "written_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("version", models.PositiveIntegerField(db_default=1, default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_announcement_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_announcement_public"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("shows_until__isnull", True),
                        ("shows_until__gte", models.F("shows_from")),
                        _connector="OR",
                    ),
                    name="announcement_ends_after_it_begins",
                    violation_error_message="The last day is before the first.",
                ),
            ],
            "indexes": [
                models.Index(
                    fields=["alliance", "-is_pinned", "-shows_from", "-id"], name="announcement_in_order"
                )
            ],
        },
    ),
    ProtectTable("alliance_announcement"),
    AuditTable(
        "alliance_announcement",
        personal=["title", "body"],
        silent=["updated_at", "version", "created_at", "public_id"],
    ),
    VersionTable("alliance_announcement"),
    FeedTable(
        "alliance_announcement",
        type="announcement",
        holder="",
        shared="{row}.audience <> 'staff' AND {row}.published_at IS NOT NULL",
    ),
    migrations.CreateModel(
        name="AnnouncementReading",
        fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            (
                "alliance",
                models.ForeignKey(
                    db_index=False,
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.alliance",
                ),
            ),
            (
                "announcement",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="readings",
                    to="alliance.announcement",
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("read_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_announcementreading_owned"),
                foundation.tenancy.fields.CompositeForeignKey(
                    "announcement", name="announcement_reading_fk", to="alliance.Announcement"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "announcement", "user"), name="announcement_read_once"
                ),
            ],
        },
    ),
    ProtectTable("alliance_announcementreading"),
    migrations.CreateModel(
        name="Resource",
        fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            (
                "alliance",
                models.ForeignKey(
                    db_index=False,
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.alliance",
                ),
            ),
            ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
            ("title", models.CharField(max_length=150)),
            ("description", models.TextField(blank=True)),
            ("topic", models.CharField(blank=True, max_length=60)),
            (
                "strand",
                models.CharField(
                    blank=True,
                    choices=[
                        ("itt", "Initial teacher training"),
                        ("ect", "Early career teachers"),
                        ("cpd", "Professional development"),
                        ("support", "School-to-school support"),
                        ("other", "Other"),
                    ],
                    max_length=10,
                ),
            ),
            (
                "licence",
                models.CharField(
                    choices=[
                        ("own_use", "For use in the alliance only"),
                        ("cc_by", "CC BY 4.0: share and adapt, naming the author"),
                        ("cc_by_nc", "CC BY-NC 4.0: likewise, not for money"),
                        ("cc_by_sa", "CC BY-SA 4.0: likewise, under the same licence"),
                        ("ogl", "Open Government Licence"),
                        ("other", "As the document says"),
                    ],
                    max_length=10,
                ),
            ),
            (
                "audience",
                models.CharField(
                    choices=[
                        ("staff", "Staff"),
                        ("partners", "Staff and partner schools"),
                        ("everybody", "Everybody in the alliance"),
                        ("public", "Everybody, the public included"),
                    ],
                    max_length=10,
                    verbose_name="for",
                ),
            ),
            ("latest", models.PositiveSmallIntegerField(default=0, editable=False)),
            ("current", models.PositiveSmallIntegerField(default=0, editable=False)),
            ("words", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
            ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
            ("version", models.PositiveIntegerField(db_default=1, default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_resource_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_resource_public"),
                models.CheckConstraint(
                    condition=models.Q(("current__lte", models.F("latest"))), name="resource_current_is_there"
                ),
                models.CheckConstraint(
                    condition=models.Q(("audience", "public"), ("licence", "own_use"), _negated=True),
                    name="resource_own_use_is_not_public",
                    violation_error_message="What is for use in the alliance only cannot go to the public.",
                ),
            ],
            "indexes": [
                models.Index(fields=["alliance", "-updated_at", "id"], name="resource_newest"),
                models.Index(
                    condition=models.Q(("withdrawn_at", None)),
                    fields=["alliance", "topic", "audience"],
                    name="resource_by_topic",
                ),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="words",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nNEW.words :=\n       setweight(to_tsvector('english', NEW.title), 'A')\n    || setweight(to_tsvector('english', NEW.topic), 'B')\n    || setweight(to_tsvector('english', NEW.description), 'C')\n    || setweight(to_tsvector('english', coalesce(\n           (SELECT version.text FROM public.alliance_resourceversion AS version\n             WHERE version.alliance_id = NEW.alliance_id AND version.resource_id = NEW.id\n               AND version.number = NEW.current), '')), 'D');\nRETURN NEW;\n",
                        hash="0b5d267a5db5024552f4370e91e5822b4f53d131",
                        operation="INSERT OR UPDATE",
                        pgid="pgtrigger_words_18d43",
                        table="alliance_resource",
                        when="BEFORE",
                    ),
                )
            ],
        },
    ),
    ProtectTable("alliance_resource"),
    AuditTable(
        "alliance_resource",
        personal=["title", "description"],
        silent=["updated_at", "version", "created_at", "public_id", "words", "latest", "current"],
    ),
    VersionTable("alliance_resource"),
    FeedTable(
        "alliance_resource",
        type="resource",
        holder="",
        shared="{row}.audience <> 'staff' AND {row}.current > 0 AND {row}.withdrawn_at IS NULL",
    ),
    migrations.CreateModel(
        name="ResourceVersion",
        fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            (
                "alliance",
                models.ForeignKey(
                    db_index=False,
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.alliance",
                ),
            ),
            ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
            (
                "resource",
                foundation.tenancy.fields.OwnedForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="versions",
                    to="alliance.resource",
                ),
            ),
            ("number", models.PositiveSmallIntegerField()),
            ("link", models.CharField(blank=True, max_length=1000)),
            ("file", models.UUIDField(blank=True, editable=False, null=True)),
            ("suffix", models.CharField(blank=True, max_length=8)),
            ("name", models.CharField(blank=True, max_length=150, verbose_name="file name")),
            ("size", models.PositiveIntegerField(default=0)),
            ("digest", models.CharField(blank=True, max_length=64)),
            ("note", models.CharField(blank=True, max_length=300, verbose_name="what is new")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("waiting", "Being checked"),
                        ("clean", "Checked, no malware found"),
                        ("not_scanned", "Not scanned"),
                        ("held_back", "Held back: malware found"),
                        ("unchecked", "The check failed"),
                        ("link", "Link"),
                    ],
                    max_length=12,
                ),
            ),
            ("text", models.TextField(blank=True)),
            ("text_note", models.CharField(blank=True, max_length=200)),
            ("downloads", models.PositiveIntegerField(default=0)),
            (
                "added_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("added_at", models.DateTimeField(auto_now_add=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_resourceversion_owned"),
                models.UniqueConstraint(
                    fields=("alliance", "public_id"), name="alliance_resourceversion_public"
                ),
                foundation.tenancy.fields.CompositeForeignKey(
                    "resource", name="resource_version_fk", to="alliance.Resource"
                ),
                models.UniqueConstraint(
                    fields=("alliance", "resource", "number"), name="resource_version_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("file__isnull", True), ("link__startswith", "https://"), ("state", "link")),
                        models.Q(
                            models.Q(("state", "link"), _negated=True), ("file__isnull", False), ("link", "")
                        ),
                        _connector="OR",
                    ),
                    name="resource_version_file_or_link",
                ),
            ],
            "triggers": [
                pgtrigger.compiler.Trigger(
                    name="words_again",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\nUPDATE public.alliance_resource SET words = NULL\n WHERE alliance_id = NEW.alliance_id AND id = NEW.resource_id AND current = NEW.number;\nRETURN NULL;\n",
                        hash="fdc0ff1a359371803d88e25793739666bd6fa1d0",
                        operation='UPDATE OF "text"',
                        pgid="pgtrigger_words_again_87e02",
                        table="alliance_resourceversion",
                        when="AFTER",
                    ),
                )
            ],
        },
    ),
    ProtectTable("alliance_resourceversion"),
    AuditTable(
        "alliance_resourceversion",
        personal=["name", "note", "link"],
        silent=["public_id", "text", "text_note", "downloads", "digest", "file", "size", "added_at"],
    ),
    migrations.CreateModel(
        name="Task",
        fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            (
                "alliance",
                models.ForeignKey(
                    db_index=False,
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="alliance.alliance",
                ),
            ),
            ("public_id", models.UUIDField(default=foundation.identifiers.new_public_id, editable=False)),
            ("title", models.CharField(max_length=150, verbose_name="what")),
            ("details", models.TextField(blank=True)),
            (
                "owner",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
            (
                "made_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
            (
                "done_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("version", models.PositiveIntegerField(db_default=1, default=1)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("alliance", "id"), name="alliance_task_owned"),
                models.UniqueConstraint(fields=("alliance", "public_id"), name="alliance_task_public"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("done_by__isnull", True), ("done_at__isnull", False), _connector="OR"
                    ),
                    name="task_done_when",
                ),
            ],
            "indexes": [
                models.Index(fields=["alliance", "owner", "done_at", "due_on"], name="task_of_owner"),
                models.Index(
                    condition=models.Q(("done_at", None)),
                    fields=["alliance", "owner", "due_on", "id"],
                    name="task_open_of_owner",
                ),
                models.Index(
                    condition=models.Q(("done_at", None)),
                    fields=["alliance", "made_by", "due_on", "id"],
                    name="task_open_by_maker",
                ),
            ],
        },
    ),
    ProtectTable("alliance_task"),
    AuditTable(
        "alliance_task",
        personal=["title", "details"],
        silent=["updated_at", "version", "created_at", "public_id"],
    ),
    VersionTable("alliance_task"),
]
