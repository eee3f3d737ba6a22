"""What was added to the first tables, and lead them into the change feed."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from foundation.audit.operations import AuditTable
from foundation.feed.operations import FeedPart, FeedTable, VersionTable

COUNT_VERSIONS = """
CREATE FUNCTION {table}_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER {table}_version BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_version();
"""
FORGET_ADDRESS = """
CREATE FUNCTION alliance_forget_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.ip := '0.0.0.0';
    RETURN NEW;
END $$;
CREATE TRIGGER usersessions_forget_address BEFORE INSERT OR UPDATE ON usersessions_usersession
    FOR EACH ROW EXECUTE FUNCTION alliance_forget_address();
"""

OPERATIONS = [
    migrations.RemoveIndex(
        model_name="school",
        name="school_postcode",
    ),
    migrations.RemoveIndex(
        model_name="school",
        name="school_name_trigram",
    ),
    # The column stays, with a default, for the processes of the former release that still read it.
    migrations.SeparateDatabaseAndState(
        [
            migrations.RunSQL(
                "ALTER TABLE alliance_alliance ALTER COLUMN second_factor_required SET DEFAULT true"
            )
        ],
        [migrations.RemoveField("alliance", "second_factor_required")],
    ),
    migrations.RemoveField(
        model_name="school",
        name="imported_at",
    ),
    migrations.AddField(
        model_name="alliance",
        name="diligence_months",
        field=models.PositiveSmallIntegerField(db_default=12, default=12, verbose_name="due diligence every"),
    ),
    migrations.AddField(
        model_name="alliance",
        name="logo",
        field=models.UUIDField(blank=True, null=True),
    ),
    migrations.AddField(
        model_name="alliance",
        name="logo_height",
        field=models.PositiveSmallIntegerField(blank=True, null=True),
    ),
    migrations.AddField(
        model_name="alliance",
        name="logo_width",
        field=models.PositiveSmallIntegerField(blank=True, null=True),
    ),
    migrations.AddField(
        model_name="alliance",
        name="reply_to",
        field=models.EmailField(
            blank=True, db_default="", default="", max_length=254, verbose_name="replies to letters"
        ),
    ),
    migrations.AddField(
        model_name="alliance",
        name="second_factor",
        field=models.CharField(
            choices=[("nobody", "Nobody"), ("staff", "Staff"), ("everybody", "Everybody")],
            db_default="staff",
            max_length=10,
            verbose_name="second factor asked of",
        ),
    ),
    migrations.AddField(
        model_name="alliance",
        name="version",
        field=models.PositiveIntegerField(db_default=1, editable=False),
    ),
    migrations.AddField(
        model_name="apicredential",
        name="attempt",
        field=models.UUIDField(blank=True, editable=False, null=True),
    ),
    migrations.AddField(
        model_name="membership",
        name="version",
        field=models.PositiveIntegerField(db_default=1, editable=False),
    ),
    migrations.AddField(
        model_name="partner",
        name="left_because",
        field=models.CharField(
            blank=True, db_default="", default="", max_length=300, verbose_name="why they left"
        ),
    ),
    migrations.AddField(
        model_name="partner",
        name="mailbox",
        field=models.EmailField(
            blank=True, db_default="", default="", max_length=254, verbose_name="mailbox for letters"
        ),
    ),
    migrations.AddField(
        model_name="partner",
        name="other_kind",
        field=models.CharField(
            blank=True,
            choices=[
                ("charity", "Charity"),
                ("consultancy", "Consultancy"),
                ("fe_college", "Further education college"),
                ("welsh_school", "School in Wales"),
                ("overseas_school", "School overseas"),
                ("faith_body", "Diocese or faith body"),
                ("other", "Another kind"),
            ],
            db_default="",
            default="",
            max_length=20,
            verbose_name="kind of organisation",
        ),
    ),
    migrations.AddField(
        model_name="registerimport",
        name="as_at",
        field=models.DateField(default=None),
        preserve_default=False,
    ),
    migrations.AddField(
        model_name="registerimport",
        name="columns",
        field=django.contrib.postgres.fields.ArrayField(
            base_field=models.CharField(max_length=30), default=list, size=None
        ),
    ),
    migrations.AddField(
        model_name="registerimport",
        name="from_links",
        field=models.PositiveIntegerField(default=0),
    ),
    migrations.AddField(
        model_name="registerimport",
        name="links",
        field=models.PositiveIntegerField(default=0),
    ),
    migrations.AddField(
        model_name="registerimport",
        name="links_changed",
        field=models.PositiveIntegerField(default=0),
    ),
    migrations.AddField(
        model_name="registerimport",
        name="links_file_name",
        field=models.CharField(blank=True, max_length=255),
    ),
    migrations.AddField(
        model_name="registerimport",
        name="links_rejected",
        field=models.PositiveIntegerField(default=0),
    ),
    migrations.AddField(
        model_name="registerimport",
        name="resolved",
        field=models.PositiveIntegerField(default=0),
    ),
    migrations.AddField(
        model_name="registerimport",
        name="rows",
        field=models.PositiveIntegerField(default=0),
    ),
    migrations.AddField(
        model_name="registerrejection",
        name="in_links",
        field=models.BooleanField(default=False),
    ),
    migrations.AddField(
        model_name="school",
        name="updated_at",
        field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
    ),
    migrations.AddField(
        model_name="school",
        name="version",
        field=models.PositiveIntegerField(db_default=1, editable=False),
    ),
    migrations.AddField(
        model_name="user",
        name="sign_outs",
        field=models.PositiveIntegerField(db_default=0, editable=False),
    ),
    migrations.AddField(
        model_name="user",
        name="theme",
        field=models.CharField(
            choices=[("system", "System"), ("light", "Light"), ("dark", "Dark")],
            db_default="system",
            default="system",
            max_length=6,
        ),
    ),
    migrations.AlterField(
        model_name="registerimport",
        name="finished_at",
        field=models.DateTimeField(auto_now_add=True, default=None),
        preserve_default=False,
    ),
    migrations.AlterField(
        model_name="registerimport",
        name="started_at",
        field=models.DateTimeField(),
    ),
    migrations.RemoveIndex(
        model_name="school",
        name="school_search",
    ),
    migrations.RemoveField(
        model_name="school",
        name="search",
    ),
    migrations.AddField(
        model_name="school",
        name="search",
        field=models.GeneratedField(
            db_persist=True,
            expression=models.Func(
                models.Func(
                    models.Func(
                        models.F("name"),
                        models.F("town"),
                        arg_joiner=" || ' ' || ",
                        template="%(expressions)s",
                    ),
                    models.Value("'‘’`"),
                    models.Value(""),
                    function="translate",
                ),
                function="to_tsvector",
                template="%(function)s('simple'::regconfig, %(expressions)s)",
            ),
            output_field=django.contrib.postgres.search.SearchVectorField(),
        ),
    ),
    migrations.AddIndex(
        model_name="school",
        index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="school_search"),
    ),
    migrations.AlterField(
        model_name="schoollink",
        name="link_type",
        field=models.CharField(max_length=80),
    ),
    migrations.AddIndex(
        model_name="contact",
        index=models.Index(
            condition=models.Q(("is_main", True)),
            fields=["alliance", "verified_at"],
            name="contact_main_by_check",
        ),
    ),
    migrations.AddIndex(
        model_name="invitation",
        index=models.Index(
            condition=models.Q(("accepted_at", None), ("revoked_at", None)),
            fields=["alliance", "-created_at", "-id"],
            name="invitation_newest",
        ),
    ),
    migrations.AddIndex(
        model_name="membership",
        index=models.Index(
            fields=["alliance", "roles"], include=("ended_at", "ends_on"), name="membership_by_roles"
        ),
    ),
    migrations.AddIndex(
        model_name="school",
        index=models.Index(fields=["postcode"], name="school_postcode", opclasses=["varchar_pattern_ops"]),
    ),
    migrations.AddIndex(
        model_name="school",
        index=django.contrib.postgres.indexes.GistIndex(
            django.contrib.postgres.indexes.OpClass(
                models.Func(
                    models.F("name"), models.F("town"), arg_joiner=" || ' ' || ", template="%(expressions)s"
                ),
                "gist_trgm_ops",
            ),
            name="school_trigram",
        ),
    ),
    migrations.AddIndex(
        model_name="school",
        index=django.contrib.postgres.indexes.GistIndex(
            models.Func(models.F("easting"), models.F("northing"), function="point"), name="school_place"
        ),
    ),
    migrations.AddIndex(
        model_name="school",
        index=models.Index(fields=["id"], include=("public_id", "urn"), name="school_named"),
    ),
    migrations.AddIndex(
        model_name="user",
        index=models.Index(fields=["full_name", "email"], name="user_by_name"),
    ),
    migrations.AddConstraint(
        model_name="alliance",
        constraint=models.CheckConstraint(
            condition=models.Q(("second_factor__in", ["nobody", "staff", "everybody"])),
            name="alliance_second_factor_known",
        ),
    ),
    migrations.AddConstraint(
        model_name="alliance",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("logo", None), ("logo_height", None), ("logo_width", None)),
                models.Q(
                    ("logo__isnull", False), ("logo_height__isnull", False), ("logo_width__isnull", False)
                ),
                _connector="OR",
            ),
            name="alliance_logo_and_its_size",
        ),
    ),
    migrations.AddConstraint(
        model_name="alliance",
        constraint=models.CheckConstraint(
            condition=models.Q(("diligence_months__range", (3, 60))), name="alliance_diligence_cycle"
        ),
    ),
    migrations.AddConstraint(
        model_name="apicredential",
        constraint=models.UniqueConstraint(
            fields=("alliance", "attempt"),
            name="credential_made_once",
            violation_error_message="This credential has been made already.",
        ),
    ),
    migrations.AddConstraint(
        model_name="apicredential",
        constraint=models.CheckConstraint(
            condition=models.Q(
                ("scopes__len__gt", 0),
                (
                    "scopes__contained_by",
                    [
                        "read:partners",
                        "read:schools",
                        "read:contacts",
                        "write:contacts",
                        "read:hub",
                        "read:school_facts",
                        "read:agreements",
                        "write:school_facts",
                        "read:people",
                        "write:people",
                        "read:surveys",
                        "write:hosting",
                    ],
                ),
            ),
            name="credential_known_scopes",
            violation_error_message="Say what the credential may do.",
        ),
    ),
    migrations.AddConstraint(
        model_name="partner",
        constraint=models.CheckConstraint(
            condition=models.Q(("left_because", ""), ("left_on__isnull", False), _connector="OR"),
            name="partner_left_because",
            violation_error_message="Only a partner that has left can have left for a reason.",
        ),
    ),
    migrations.AddConstraint(
        model_name="partner",
        constraint=models.CheckConstraint(
            condition=models.Q(("other_kind", ""), ("organisation", "other"), _connector="OR"),
            name="partner_other_kind",
            violation_error_message="Only another organisation has a kind of its own.",
        ),
    ),
    migrations.AddConstraint(
        model_name="user",
        constraint=models.CheckConstraint(
            condition=models.Q(("theme__in", ["system", "light", "dark"])), name="user_theme_known"
        ),
    ),
    VersionTable("alliance_school"),
    VersionTable("alliance_partner"),
    VersionTable("alliance_contact"),
    FeedTable(
        "alliance_partner",
        type="partner",
        holder="id",
        shared="{row}.listed AND {row}.left_on IS NULL",
        related={"school": ["alliance_school", "school_id"]},
    ),
    FeedPart(
        "alliance_partnerrole",
        whole="alliance_partner",
        column="partner_id",
        type="partner",
        holder="id",
        shared="{row}.listed AND {row}.left_on IS NULL",
    ),
    FeedTable("alliance_contact", type="contact", holder="partner_id"),
    migrations.RunSQL("DROP TRIGGER alliance_membership_audit ON alliance_membership"),
    AuditTable("alliance_membership", silent=["created_at", "public_id", "version"]),
    migrations.RunSQL("DROP TRIGGER alliance_apicredential_audit ON alliance_apicredential"),
    AuditTable("alliance_apicredential", silent=["digest", "last_used_at", "created_at", "attempt"]),
    migrations.RunSQL("DROP TRIGGER alliance_alliance_audit ON alliance_alliance"),
    AuditTable(
        "alliance_alliance",
        personal=["logo"],
        silent=["created_at", "logo_width", "logo_height", "version"],
        alliance_column="id",
    ),
    migrations.RunSQL("DROP TRIGGER alliance_partner_audit ON alliance_partner"),
    AuditTable(
        "alliance_partner",
        personal=["left_because", "reason", "mailbox"],
        silent=["updated_at", "version", "created_at"],
    ),
    migrations.RunSQL("DROP TRIGGER alliance_engagement_audit ON alliance_engagement"),
    AuditTable("alliance_engagement", personal=["description"], silent=["created_at"]),
    pgtrigger.migrations.AddTrigger(
        model_name="contact",
        trigger=pgtrigger.compiler.Trigger(
            name="keep_check",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="\nIF NEW.verified_at IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.verified_at IS DISTINCT FROM OLD.verified_at) THEN\n    INSERT INTO alliance_contactcheck (alliance_id, contact_id, checked_at)\n    VALUES (NEW.alliance_id, NEW.id, NEW.verified_at)\n    ON CONFLICT DO NOTHING;\nEND IF;\nRETURN NULL;\n",
                hash="947e5a66a813102105f899aa4aa905ef790aced0",
                operation='INSERT OR UPDATE OF "verified_at"',
                pgid="pgtrigger_keep_check_32c34",
                table="alliance_contact",
                when="AFTER",
            ),
        ),
    ),
    migrations.RunSQL(COUNT_VERSIONS.format(table="alliance_alliance")),
    migrations.RunSQL(COUNT_VERSIONS.format(table="alliance_membership")),
    migrations.RunSQL(FORGET_ADDRESS),
]
