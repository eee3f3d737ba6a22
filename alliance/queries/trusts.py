"""Academy trusts, as far as the School register knows them: by the schools that belong to them."""

from alliance.models import School


def trust_name(uid: str) -> str:
    """The name of the trust with this UID; "" where no school of the register belongs to it."""
    name = School.objects.filter(trust_uid=uid).exclude(trust_name="").values_list("trust_name", flat=True)
    return name.first() or ""
