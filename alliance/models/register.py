"""The School register: every school of England as GIAS describes it, shared by all alliances."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Coalesce, Now

from alliance.choices import Phase, PhaseGroup, SchoolStatus
from foundation.identifiers import new_public_id
from foundation.tenancy.models import AllianceOwned

NAME_AND_TOWN = Func(F("name"), F("town"), arg_joiner=" || ' ' || ", template="%(expressions)s")
"""What words are compared with where none of them is found as typed."""
APOSTROPHES = "'‘’`"
"""Left out of what is searched: people write St Mary's and St Marys."""


class LocalAuthority(models.Model):
    """A local authority by its three-digit DfE code."""

    code = models.CharField(max_length=3, unique=True)
    name = models.CharField(max_length=100)
    region = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name_plural = "local authorities"

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """A GIAS record, named by its URN. School identity is the successor chain: compare `resolved_id`, never
    URNs.

    `successor` is the end of the chain (None where the record is its own), folded at import. A school *not in
    register* is known from a link or a list only; where these do not name it either, its name is "URN" and
    its number. Eastings and northings are metres on the British National Grid. Of the head only a keyed
    digest of the name is kept, so that a change can be told without keeping the name. `version` and
    `updated_at` are kept by a trigger: whoever writes here leaves them out. Only an import writes here, and
    no row that it leaves as it was.
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    urn = models.PositiveIntegerField(unique=True)
    in_register = models.BooleanField(default=True)
    name = models.CharField(max_length=200)
    status = models.CharField(max_length=1, choices=SchoolStatus.choices, blank=True, default="")
    phase = models.CharField(max_length=1, choices=Phase.choices, blank=True, default="")
    phase_group = models.CharField(max_length=10, choices=PhaseGroup.choices, default=PhaseGroup.OTHER)
    type_name = models.CharField(max_length=100, blank=True)
    type_group = models.CharField(max_length=100, blank=True)
    local_authority = models.ForeignKey(
        LocalAuthority, null=True, blank=True, on_delete=models.PROTECT, related_name="schools"
    )
    establishment_number = models.CharField(max_length=4, blank=True)
    ukprn = models.CharField(max_length=8, blank=True)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=30, blank=True)
    religious_character = models.CharField(max_length=80, blank=True)
    admissions_policy = models.CharField(max_length=40, blank=True)
    urban_rural = models.CharField(max_length=80, blank=True)
    trust_uid = models.CharField(max_length=10, blank=True)
    trust_name = models.CharField(max_length=200, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    pupils = models.PositiveIntegerField(null=True, blank=True)
    percentage_fsm = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    street = models.CharField(max_length=150, blank=True)
    locality = models.CharField(max_length=150, blank=True)
    town = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    website = models.CharField(max_length=300, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    region = models.CharField(max_length=60, blank=True)
    district = models.CharField(max_length=60, blank=True)
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    head_digest = models.CharField(max_length=64, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    resolved_id = models.GeneratedField(
        expression=Coalesce(F("successor"), F("id")), output_field=models.BigIntegerField(), db_persist=True
    )
    search = models.GeneratedField(
        expression=Func(
            Func(NAME_AND_TOWN, Value(APOSTROPHES), Value(""), function="translate"),
            function="to_tsvector",
            template="%(function)s('simple'::regconfig, %(expressions)s)",
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    version = models.PositiveIntegerField(db_default=1, editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["resolved_id"], name="school_resolved"),
            # The API names the school of each partner: these two columns without the register's wide rows.
            models.Index(fields=["id"], include=["public_id", "urn"], name="school_named"),
            models.Index(fields=["local_authority", "status", "phase_group"], name="school_of_authority"),
            models.Index(fields=["trust_uid"], name="school_of_trust", condition=~models.Q(trust_uid="")),
            models.Index(fields=["postcode"], opclasses=["varchar_pattern_ops"], name="school_postcode"),
            GinIndex(fields=["search"], name="school_search"),
            GistIndex(OpClass(NAME_AND_TOWN, "gist_trgm_ops"), name="school_trigram"),
            GistIndex(Func(F("easting"), F("northing"), function="point"), name="school_place"),
        ]

    def __str__(self) -> str:
        return self.name


class SchoolLink(models.Model):
    """One row of the GIAS links file: `urn` has `link_type` `linked_urn` (Successor, Predecessor - merged,
    …)."""

    urn = models.PositiveIntegerField()
    linked_urn = models.PositiveIntegerField()
    linked_name = models.CharField(max_length=200)
    link_type = models.CharField(max_length=80)
    established_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["urn", "linked_urn", "link_type"], name="school_link_once"),
        ]
        indexes = [models.Index(fields=["linked_urn"], name="school_link_back")]


class RegisterImport(models.Model):
    """One import of the register: what was read, and what it came to.

    `columns` are the fields of School that the file tells. `rows` = created + updated + unchanged + rejected.
    `created` entered the register (or, from a list, became known), `closed` are those of `updated` that were
    open before, `repaired` those whose fields had to be put back in place. `not_in_register` counts the
    schools that the files name and no register file describes, `from_links` those of them that the links made
    known now. `resolved` counts the schools whose end of the successor chain this import moved.
    """

    file_name = models.CharField(max_length=255)
    layout = models.CharField(max_length=30)
    as_at = models.DateField()
    columns = ArrayField(models.CharField(max_length=30), default=list)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(auto_now_add=True)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    repaired = models.PositiveIntegerField(default=0)
    not_in_register = models.PositiveIntegerField(default=0)
    links_file_name = models.CharField(max_length=255, blank=True)
    links = models.PositiveIntegerField(default=0)
    links_changed = models.PositiveIntegerField(default=0)
    links_rejected = models.PositiveIntegerField(default=0)
    from_links = models.PositiveIntegerField(default=0)
    resolved = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.file_name


class SchoolSighting(models.Model):
    """The latest register file that describes a school; older files then only fill what it does not tell.

    Beside School, so that a new file without news writes no school.
    """

    school = models.OneToOneField(School, primary_key=True, on_delete=models.CASCADE, related_name="sighting")
    register_import = models.ForeignKey(
        RegisterImport, on_delete=models.PROTECT, related_name="+", db_index=False
    )


class RegisterRejection(models.Model):
    """A row of an import that could not be used: the line of the file it began on, and why."""

    register_import = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="rejections")
    in_links = models.BooleanField(default=False)
    line = models.PositiveIntegerField()
    urn = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=300)


class RegisterChange(models.Model):
    """A school that was known before an import and that the import changed: which fields, and what alliances
    are told.

    `news` maps name, status, trust and successor to [before, after], and head to null: no name is kept.
    """

    register_import = models.ForeignKey(
        RegisterImport, on_delete=models.CASCADE, related_name="changes", db_index=False
    )
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    fields = ArrayField(models.CharField(max_length=30))
    news = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register_import", "school"], name="register_change_once"),
        ]


class RegisterNews(AllianceOwned):
    """An import whose changes the alliance has taken over and its leads have been told of: once each."""

    register_import = models.ForeignKey(
        RegisterImport, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    partners = models.PositiveIntegerField()
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            models.UniqueConstraint(fields=["alliance", "register_import"], name="register_news_once"),
        ]
