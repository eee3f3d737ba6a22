"""Which partners and prospects are the same: a school by its resolved school, others by what names them."""

from typing import Any

from django.db.models import Q

from alliance.choices import Organisation
from alliance.models import School


def same_school(school: School) -> Q:
    """Under whichever URN."""
    return Q(school__resolved_id=school.resolved_id)


def same_organisation(named: Any) -> Q:
    """Partners, or prospects, that are this trust, provider, local authority or other organisation.

    `named` is a partner, a prospect, or the `Identity` that one of them is to be made from.
    """
    match named.organisation:
        case Organisation.TRUST:
            same = Q(trust_uid=named.trust_uid)
        case Organisation.PROVIDER:
            same = Q(ukprn=named.ukprn)
        case Organisation.LOCAL_AUTHORITY:
            same = Q(local_authority=named.local_authority)
        case _:
            same = Q(name__iexact=named.name)
    return same & Q(organisation=named.organisation)
