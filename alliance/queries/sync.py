"""What partners' systems sync, as SQL: the objects, and what each reader may see of them.

A credential sees its own partner, and for a trust the partners that are the trust's schools, in full; other
partners only while they are current and listed, and only while its own partner is current. Contacts are
seen by their own partner alone. Schools are the register rows of the partners it sees. These rules do not
depend on the clock: nothing leaves a view without a change in the feed.
"""

from typing import Any

from alliance.choices import ApiScope
from alliance.models import ApiCredential, Membership
from foundation.feed.resources import Resource
from foundation.feed.view import View

SHARED = "p.listed AND p.left_on IS NULL"

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
    columns="""p.public_id AS id, 'partner' AS type, p.version, p.updated_at, p.organisation, p.name,
        s.public_id AS school_id, s.urn::text AS urn, p.trust_uid, p.ukprn, a.code AS local_authority_code,
        p.address, CASE WHEN {own} THEN p.reason END AS reason, p.listed, p.joined_on, p.left_on,
        (SELECT coalesce(json_agg(part), '[]')
           FROM (SELECT r.kind,
                        r.academic_year || '/' || right((r.academic_year + 1)::text, 2) AS academic_year
                   FROM alliance_partnerrole AS r
                  WHERE r.alliance_id = p.alliance_id AND r.partner_id = p.id
                  ORDER BY r.academic_year, r.kind) AS part) AS roles""",
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
    columns="""s.public_id AS id, 'school' AS type, s.version, s.updated_at, s.urn::text AS urn,
    s.in_register, s.name, s.status, s.phase, s.phase_group, s.type_name, s.type_group, a.code AS
    local_authority_code, s.establishment_number, s.ukprn, s.low_age, s.high_age, s.gender,
    s.religious_character, s.admissions_policy, s.urban_rural, s.trust_uid, s.trust_name, s.capacity,
    s.pupils, s.percentage_fsm, s.street, s.locality, s.town, s.county, s.postcode, s.website, s.telephone,
    s.region, s.district, s.easting, s.northing, s.opened_on, s.closed_on, t.urn::text AS successor_urn,
    p.public_id AS partner_id""",
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
    columns="""c.public_id AS id, 'contact' AS type, c.version, c.updated_at, p.public_id AS partner_id,
    c.name, c.post, c.email, c.phone, c.is_main, c.verified_at""",
)

RESOURCES = (PARTNERS, SCHOOLS, CONTACTS)

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
