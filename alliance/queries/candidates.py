"""Who could become a partner: one school by its URN, one trust by its UID."""

from alliance.models import School

LARGEST_URN = 2_147_483_647
"""What the column holds."""


def find_school(urn: int) -> School | None:
    """The record of this URN with its successor and authority; None where the register has none."""
    if urn > LARGEST_URN:
        return None
    return School.objects.select_related("successor", "local_authority").filter(urn=urn).first()


def trust_name(uid: str) -> str:
    """The name of the trust with this UID; "" where no school of the register belongs to it."""
    name = School.objects.filter(trust_uid=uid).exclude(trust_name="").values_list("trust_name", flat=True)
    return name.first() or ""
