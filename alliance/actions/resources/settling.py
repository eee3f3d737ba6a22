"""Which version of a resource is handed out."""

from alliance.choices import HANDED_OUT
from alliance.models import Resource


def settle(resource: Resource) -> Resource:
    """Set what follows from the versions. The caller has the resource locked."""
    handed_out = resource.versions.filter(state__in=HANDED_OUT).order_by("-number")
    resource.current = handed_out.values_list("number", flat=True).first() or 0
    resource.save(update_fields=["latest", "current"])
    return resource
