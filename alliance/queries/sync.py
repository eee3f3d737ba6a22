"""What partners' systems sync, as SQL: the objects, and what each reader may see of them.

A credential sees its own partner, and for a trust the partners that are the trust's schools, in full; other
partners only while they are current and listed, and only while its own partner is current. Contacts are
seen by their own partner alone, and so are people and where they work: a person by every partner that
employs or employed them, and of their employments each partner its own. Addresses and TRN of a person are
seen by who employs them, no longer by who employed them. Schools are the register rows of the partners it
sees. These rules do not depend on the clock: nothing leaves a view without a change in the feed.
"""

from typing import Any

from alliance.choices import ApiScope
from alliance.models import ApiCredential, Membership
from foundation.feed.columns import Column, object_of
from foundation.feed.resources import Resource
from foundation.feed.view import View

SHARED = "p.listed AND p.left_on IS NULL"
ROLE = object_of(
    (
        Column("kind", "r.kind"),
        Column("academic_year", "r.academic_year || '/' || right((r.academic_year + 1)::text, 2)", "word"),
    )
)
ROLES = f"""'[' || array_to_string(ARRAY(
            SELECT {ROLE} FROM alliance_partnerrole AS r
             WHERE r.alliance_id = p.alliance_id AND r.partner_id = p.id
             ORDER BY r.academic_year, r.kind), ',') || ']'"""  # noqa: S608  # our own columns
ROLES_IN_WORDS = """array_to_string(ARRAY(
            SELECT r.kind || ' ' || r.academic_year || '/' || right((r.academic_year + 1)::text, 2)
              FROM alliance_partnerrole AS r
             WHERE r.alliance_id = p.alliance_id AND r.partner_id = p.id
             ORDER BY r.academic_year, r.kind), '; ')"""

PARTNERS = Resource(
    type="partner",
    plural="partners",
    scope=ApiScope.READ_PARTNERS,
    source="""alliance_partner AS p
         LEFT JOIN alliance_school AS s ON s.id = p.school_id
         LEFT JOIN alliance_localauthority AS a ON a.id = p.local_authority_id""",
    alliance="p.alliance_id",
    key="p.id",
    public_id="p.public_id",
    holder="p.id",
    shared=SHARED,
    columns=(
        Column("id", "p.public_id", "word"),
        Column("type", "'partner'", "word"),
        Column("version", "p.version", "number"),
        Column("updated_at", "p.updated_at", "moment"),
        Column("organisation", "p.organisation", "word"),
        Column("name", "p.name"),
        Column("school_id", "s.public_id", "word", nullable=True),
        Column("urn", "s.urn", "word", nullable=True),
        Column("trust_uid", "p.trust_uid"),
        Column("ukprn", "p.ukprn"),
        Column("local_authority_code", "a.code", nullable=True),
        Column("other_kind", "p.other_kind", "word"),
        Column("address", "p.address"),
        Column("reason", "CASE WHEN {own} THEN p.reason END", nullable=True),
        Column("listed", "p.listed", "flag"),
        Column("joined_on", "p.joined_on", "moment"),
        Column("left_on", "p.left_on", "moment", nullable=True),
        Column("roles", ROLES, "json", plain=ROLES_IN_WORDS),
    ),
)

SCHOOLS = Resource(
    type="school",
    plural="schools",
    scope=ApiScope.READ_SCHOOLS,
    source="""alliance_partner AS p
         JOIN alliance_school AS s ON s.id = p.school_id
         LEFT JOIN alliance_localauthority AS a ON a.id = s.local_authority_id
         LEFT JOIN alliance_school AS t ON t.id = s.successor_id""",
    alliance="p.alliance_id",
    key="p.school_id",
    public_id="s.public_id",
    holder="p.id",
    shared=SHARED,
    columns=(
        Column("id", "s.public_id", "word"),
        Column("type", "'school'", "word"),
        Column("version", "s.version", "number"),
        Column("updated_at", "s.updated_at", "moment"),
        Column("urn", "s.urn", "word"),
        Column("in_register", "s.in_register", "flag"),
        Column("name", "s.name"),
        Column("status", "s.status"),
        Column("phase", "s.phase"),
        Column("phase_group", "s.phase_group"),
        Column("type_name", "s.type_name"),
        Column("type_group", "s.type_group"),
        Column("local_authority_code", "a.code", nullable=True),
        Column("establishment_number", "s.establishment_number"),
        Column("ukprn", "s.ukprn"),
        Column("low_age", "s.low_age", "number", nullable=True),
        Column("high_age", "s.high_age", "number", nullable=True),
        Column("gender", "s.gender"),
        Column("religious_character", "s.religious_character"),
        Column("admissions_policy", "s.admissions_policy"),
        Column("urban_rural", "s.urban_rural"),
        Column("trust_uid", "s.trust_uid"),
        Column("trust_name", "s.trust_name"),
        Column("capacity", "s.capacity", "number", nullable=True),
        Column("pupils", "s.pupils", "number", nullable=True),
        Column("percentage_fsm", "s.percentage_fsm", "number", nullable=True),
        Column("street", "s.street"),
        Column("locality", "s.locality"),
        Column("town", "s.town"),
        Column("county", "s.county"),
        Column("postcode", "s.postcode"),
        Column("website", "s.website"),
        Column("telephone", "s.telephone"),
        Column("region", "s.region"),
        Column("district", "s.district"),
        Column("easting", "s.easting", "number", nullable=True),
        Column("northing", "s.northing", "number", nullable=True),
        Column("opened_on", "s.opened_on", "moment", nullable=True),
        Column("closed_on", "s.closed_on", "moment", nullable=True),
        Column("successor_urn", "t.urn", "word", nullable=True),
        Column("partner_id", "p.public_id", "word"),
    ),
)

CONTACTS = Resource(
    type="contact",
    plural="contacts",
    scope=ApiScope.READ_CONTACTS,
    source="""alliance_contact AS c
         JOIN alliance_partner AS p ON p.alliance_id = c.alliance_id AND p.id = c.partner_id""",
    alliance="c.alliance_id",
    key="c.id",
    public_id="c.public_id",
    holder="c.partner_id",
    shared="false",
    columns=(
        Column("id", "c.public_id", "word"),
        Column("type", "'contact'", "word"),
        Column("version", "c.version", "number"),
        Column("updated_at", "c.updated_at", "moment"),
        Column("partner_id", "p.public_id", "word"),
        Column("name", "c.name"),
        Column("post", "c.post"),
        Column("email", "c.email"),
        Column("phone", "c.phone"),
        Column("is_main", "c.is_main", "flag"),
        Column("verified_at", "c.verified_at", "moment", nullable=True),
    ),
)

WORKS_AT = """EXISTS (SELECT FROM alliance_employment AS held
                     WHERE held.alliance_id = n.alliance_id AND held.person_id = n.id
                       AND held.partner_id = ANY ({holdings})%s)"""
OF_ONES_OWN = "CASE WHEN {{own}} THEN {0} ELSE '{1}' END"
"""What former employers no longer see."""
PEOPLE = Resource(
    type="staff_person",
    plural="people",
    scope=ApiScope.READ_PEOPLE,
    source="alliance_person AS n",
    alliance="n.alliance_id",
    key="n.id",
    public_id="n.public_id",
    holder="NULL::bigint",
    held=WORKS_AT % "",
    in_full=WORKS_AT % " AND NOT held.has_ended",
    shared="false",
    columns=(
        Column("id", "n.public_id", "word"),
        Column("type", "'staff_person'", "word"),
        Column("version", "n.version", "number"),
        Column("updated_at", "n.updated_at", "moment"),
        Column("given_name", "n.given_name"),
        Column("family_name", "n.family_name"),
        Column("email", OF_ONES_OWN.format("n.email", "")),
        Column(
            "further_emails",
            OF_ONES_OWN.format("to_json(n.further_emails)", "[]"),
            "json",
            plain=OF_ONES_OWN.format("array_to_string(n.further_emails, '; ')", ""),
        ),
        Column("trn", OF_ONES_OWN.format("n.trn", "")),
        Column("erased", "n.erased_at IS NOT NULL", "flag"),
    ),
)

EMPLOYMENTS = Resource(
    type="employment",
    plural="employments",
    scope=ApiScope.READ_PEOPLE,
    source="""alliance_employment AS e
         JOIN alliance_person AS n ON n.alliance_id = e.alliance_id AND n.id = e.person_id
         JOIN alliance_partner AS p ON p.alliance_id = e.alliance_id AND p.id = e.partner_id""",
    alliance="e.alliance_id",
    key="e.id",
    public_id="e.public_id",
    holder="e.partner_id",
    shared="false",
    columns=(
        Column("id", "e.public_id", "word"),
        Column("type", "'employment'", "word"),
        Column("version", "e.version", "number"),
        Column("updated_at", "e.updated_at", "moment"),
        Column("person_id", "n.public_id", "word"),
        Column("partner_id", "p.public_id", "word"),
        Column("reference", "e.reference"),
        Column("post", "e.post"),
        Column("fte", "e.fte", "number", nullable=True),
        Column("started_on", "e.started_on", "moment", nullable=True),
        Column("ended_on", "e.ended_on", "moment", nullable=True),
    ),
)

RESOURCES = (PARTNERS, SCHOOLS, CONTACTS, PEOPLE, EMPLOYMENTS)

OWN = """ARRAY(
        SELECT %(partner)s::bigint
         UNION
        SELECT held.id FROM alliance_partner AS trust
          JOIN alliance_school AS place ON place.trust_uid = trust.trust_uid AND place.trust_uid <> ''
          JOIN alliance_partner AS held ON held.alliance_id = trust.alliance_id AND held.school_id = place.id
         WHERE trust.alliance_id = %(alliance)s AND trust.id = %(partner)s AND trust.trust_uid <> ''
         ORDER BY 1)"""
"""Database ids of the partner itself and, for a trust, of the partners that are its schools."""

IS_CURRENT = """EXISTS (SELECT FROM alliance_partner AS self WHERE self.alliance_id = %(alliance)s
                    AND self.id = %(partner)s AND self.left_on IS NULL)"""


def view_of(member: Any) -> View:
    """What a credential or a person in the browser may see: staff everything, others their own partner's."""
    if isinstance(member, ApiCredential):
        number = f"{member.view_number} {' '.join(sorted(member.scopes))}"
        return View(
            reader=f"partner {member.partner_id}",
            number=number,
            own=OWN,
            shared=IS_CURRENT,
            parameters={"partner": member.partner_id},
        )
    return _view_of_person(member)


def _view_of_person(member: Membership) -> View:
    reader, number = f"member {member.pk}", f"{member.partner_id} {' '.join(sorted(member.roles))}"
    if member.is_staff:
        return View(reader=reader, number=number, everything=True)
    return View(reader=reader, number=number, own=OWN, parameters={"partner": member.partner_id})
