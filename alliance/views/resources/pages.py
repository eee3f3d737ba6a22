"""The list of resources, and one of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from alliance import policy
from alliance.choices import Strand, VersionState
from alliance.models import Resource, ResourceVersion
from alliance.queries.resources.finding import (
    BEGIN,
    END,
    SHOWN,
    public_resources,
    resources_for,
    topics_for,
    with_current,
)
from alliance.views.export_menu import export_items
from alliance.views.resources.address import KIND_LABELS, ListAddress, chips, filter_groups
from alliance.views.resources.rows import Row, drawn_resources
from foundation import words
from foundation.access import requires
from foundation.audit.timeline import timeline_of
from foundation.emails.letter import portal_address
from foundation.ui.items import Column, Crumb, Fact, MenuItem
from foundation.uploads.kinds import megabytes

PER_PAGE = 25
LARGE = 1_000_000
STATE_MARKS = {
    VersionState.WAITING: "info",
    VersionState.CLEAN: "good",
    VersionState.NOT_SCANNED: "warn",
    VersionState.HELD_BACK: "bad",
    VersionState.UNCHECKED: "warn",
    VersionState.LINK: "none",
}


@dataclass(frozen=True)
class VersionRow:
    version: ResourceVersion
    kind: str
    state: str
    is_offered: bool


@requires(policy.see_resources)
def resources(request: HttpRequest, slug: str) -> HttpResponse:
    """Found by title, topic, description and the words inside; filters stand in the address."""
    base, is_staff = request.path, policy.change_resources.test(request.member)
    topics, address = asked_of(request)
    found = resources_for(request.member, address.filters)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = with_current(page.object_list, address.filters.words).only(*SHOWN)
    rows = [_row(resource, base) for resource in shown]
    context = {
        "page_title": "Resources",
        "summary": summary_of(page.paginator.count, address),
        "rows": rows,
        "drawn": drawn_resources(rows, audience=is_staff),
        "columns": _columns(is_staff),
        "page": page,
        "pages_href": address.href(base),
        "chips": chips(address, base),
        "groups": filter_groups(address, topics, is_staff=is_staff),
        "search": address.filters.text,
        "is_narrowed": address.is_narrowed,
        "clear_href": base,
        "list_action": base,
        "may_change": is_staff,
        "exports": export_items("resources_export", slug, address.parameters()),
        "new_href": reverse("new_resource", args=[slug]),
        "public_href": _public_page(slug) if is_staff else "",
    }
    return render(request, "alliance/resources/list.html", context)


@requires(policy.see_resources)
def resource(request: HttpRequest, slug: str, resource_id: UUID) -> HttpResponse:
    """What it is, its versions, and what has happened to it."""
    found = resource_of(request, resource_id)
    is_staff = policy.change_resources.test(request.member)
    versions = [
        version for version in found.versions.order_by("-number") if is_staff or version.is_handed_out
    ]
    current = next((version for version in versions if version.number == found.current), None)
    context = {
        "page_title": found.title,
        "breadcrumbs": [Crumb("Resources", reverse("resources", args=[slug])), Crumb(found.title)],
        "resource": found,
        "summary": " · ".join(about(found)),
        "facts": list(_facts(found, versions, is_staff)),
        "versions": [_version_row(version, request) for version in versions],
        "columns": _version_columns(is_staff),
        "current_href": reverse("download_resource", args=[slug, found.public_id, found.current]),
        "current": current,
        "current_label": "Open the link" if current and current.link else "Download",
        "may_change": is_staff,
        "menu": _menu(found, slug),
        "public_address": _public_address(found, slug) if is_staff else "",
        "new_version_href": reverse("new_resource_version", args=[slug, found.public_id]),
        "timeline": timeline_of(found, parts=[(ResourceVersion, "resource")], limit=20) if is_staff else [],
    }
    return render(request, "alliance/resources/resource.html", context)


def asked_of(request: HttpRequest) -> tuple[list[str], ListAddress]:
    """The topics that the reader can choose from, and what the address asks for."""
    topics = topics_for(request.member)
    is_staff = policy.change_resources.test(request.member)
    return topics, ListAddress.read(request.GET, topics=topics, is_staff=is_staff)


def resource_of(request: HttpRequest, public_id: UUID) -> Resource:
    """One that the member may see; anything else is not there."""
    found: Resource | None = Resource.objects.visible_to(request.member).filter(public_id=public_id).first()
    if found is None:
        raise Http404("No such resource, or not one for you.")
    return found


def _public_page(slug: str) -> str:
    """What the public finds; "" while nothing is for it."""
    return reverse("public_resources", args=[slug]) if public_resources().exists() else ""


def _public_address(found: Resource, slug: str) -> str:
    """Where anybody finds it; "" while it is not for the public, or not handed out."""
    is_public = public_resources().filter(pk=found.pk).exists()
    return portal_address(reverse("public_resource", args=[slug, found.public_id])) if is_public else ""


def passage_of(found: Any) -> SafeString | str:
    """Where the words that were searched for stand; "" where they stand in the title alone."""
    passage = getattr(found, "passage", None) or ""
    return marked(passage) if BEGIN in passage else ""


def marked(passage: str) -> SafeString:
    """A passage with what was found in it marked; whatever else it says is text."""
    said = escape(passage).replace(BEGIN, "<mark>").replace(END, "</mark>")
    return SafeString(said)


def summary_of(count: int, address: ListAddress) -> str:
    said = words.counted(count, "resource")
    if not address.is_narrowed:
        return said
    return f"{said} {'matches' if count == 1 else 'match'}"


def _columns(is_staff: bool) -> list[Column]:
    columns = [Column("Title"), Column("File"), Column("Changed")]
    return [*columns[:2], Column("For"), columns[2]] if is_staff else columns


def _version_columns(is_staff: bool) -> list[Column]:
    columns = [Column("Version"), Column("File"), Column("Added")]
    staff = [Column("Checked"), Column("Downloads", numeric=True)] if is_staff else []
    return [*columns, *staff, Column("What you can do", hidden=True)]


def _row(resource: Any, base: str) -> Row:
    return Row(
        title=resource.title,
        href=f"{base}{resource.public_id}/",
        about=" · ".join(about(resource)),
        kind=kind_of(resource.suffix, resource.size),
        audience=resource.get_audience_display(),
        changed=words.day(resource.updated_at),
        passage=passage_of(resource),
    )


def about(resource: Resource) -> Iterator[str]:
    if resource.topic:
        yield resource.topic
    if resource.strand:
        yield str(Strand(resource.strand).label)
    if resource.withdrawn_at:
        yield f"withdrawn on {words.day(resource.withdrawn_at)}"


def kind_of(suffix: str | None, size: int | None) -> str:
    """`Word, 12 kB`; of a link, `Link`."""
    label = KIND_LABELS.get(suffix or "", "")
    return f"{label}, {_sized(size)}" if size else label


def _sized(size: int) -> str:
    """`12 kB`, `2.4 MB`."""
    return megabytes(size) if size >= LARGE else f"{max(size // 1000, 1)} kB"


def _facts(found: Resource, versions: list[ResourceVersion], is_staff: bool) -> Iterator[Fact]:
    yield Fact("Licence", found.get_licence_display())
    if is_staff:
        yield Fact("For", found.get_audience_display())
        yield Fact("Downloads", f"{sum(version.downloads for version in versions):,}", "Of all versions")
    yield Fact("Changed", words.day(found.updated_at))


def _version_row(version: ResourceVersion, request: HttpRequest) -> VersionRow:
    is_own = version.added_by_id == request.user.pk and version.state != VersionState.HELD_BACK
    state = STATE_MARKS[VersionState(version.state)]
    return VersionRow(version, kind_of(version.suffix, version.size), state, version.is_handed_out or is_own)


def _menu(found: Resource, slug: str) -> list[MenuItem]:
    args = [slug, found.public_id]
    items = [MenuItem("Change what is said of it", reverse("edit_resource", args=args))]
    if found.withdrawn_at:
        return [*items, MenuItem("Bring it back", reverse("restore_resource", args=args), post=True)]
    return [
        *items,
        MenuItem("Withdraw", reverse("withdraw_resource", args=args), post=True, destructive=True),
    ]
