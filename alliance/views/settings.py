"""Settings: the alliance's name and rules, its colours, and the area it serves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions import alliances
from alliance.forms.settings import AllianceForm, AuthorityForm, ColoursForm
from alliance.models import Alliance, ServedAuthority, SupportEntry
from alliance.queries.people import members, pending_invitations, second_factor_counts
from foundation import words
from foundation.access import requires
from foundation.audit.authors import authors_of
from foundation.audit.timeline import timeline_of
from foundation.drafts.page import PageDraft
from foundation.forms.refusals import refuse
from foundation.forms.versioned import save_versioned
from foundation.refusal import ChangedMeanwhile, Refused
from foundation.ui import flash
from foundation.ui.branding import derive
from foundation.ui.colour import contrast
from foundation.ui.items import Column, Crumb, Fact

TIMELINE_LENGTH = 20
WHITE = "#ffffff"
AREA_COLUMNS = [Column("Authority"), Column("Code"), Column("Region"), Column("Remove", hidden=True)]


@requires(policy.manage_settings)
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Name and rules; links to people, colours and area; what has happened to them."""
    alliance, draft = request.alliance, PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    asked = second_factor_counts(alliance)
    form = AllianceForm(request.POST or None, initial=AllianceForm.saved(alliance), asked=asked)
    draft.fill(form)
    if request.method != "POST" or not form.is_valid():
        return _settings_page(request, form, draft, 422 if form.is_bound else 200)

    def save(version: int) -> Alliance:
        changes = {name: form.cleaned_data[name] for name in ("name", "second_factor", "two_pairs_of_eyes")}
        return alliances.change_alliance(alliance=alliance, version=version, by=request.user, **changes)

    try:
        save_versioned(form, save, lambda: AllianceForm.saved(Alliance.objects.get(pk=alliance.pk)))
    except ChangedMeanwhile:
        form.compare(authors_of(alliance))
        return _settings_page(request, form, draft, 409)
    except Refused as refusal:
        refuse(form, refusal)
        return _settings_page(request, form, draft, 422)
    draft.drop()
    flash.success(request, "Settings saved")
    return redirect("settings", slug=slug)


@requires(policy.manage_settings)
def colours(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for two colours (GET), see the page in them (POST), keep them (POST with `keep`)."""
    alliance = request.alliance
    initial = {"alliance_colour": alliance.alliance_colour, "accent_colour": alliance.accent_colour}
    form = ColoursForm(request.POST or None, initial=initial)
    context = {
        "page_title": "Colours",
        "breadcrumbs": [Crumb("Settings", reverse("settings", args=[slug])), Crumb("Colours")],
        "form": form,
        "settings_url": reverse("settings", args=[slug]),
        "try_kind": "primary",
    }
    if request.method == "POST" and form.is_valid():
        if "keep" in request.POST:
            alliances.change_colours(alliance=alliance, by=request.user, **form.cleaned_data)
            flash.success(request, "Colours saved")
            return redirect("settings", slug=slug)
        context |= _preview(form.cleaned_data["alliance_colour"], form.cleaned_data["accent_colour"])
    return render(request, "alliance/settings/colours.html", context, status=422 if form.errors else 200)


@requires(policy.manage_settings)
def served_area(request: HttpRequest, slug: str) -> HttpResponse:
    """The local authorities whose open schools the alliance means to reach."""
    form = AuthorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        authority = form.cleaned_data["local_authority"]
        alliances.serve_authority(local_authority=authority, by=request.user)
        flash.success(request, f"{authority} added")
        return redirect("served_area", slug=slug)
    served = ServedAuthority.objects.select_related("local_authority").order_by("local_authority__name")
    context = {
        "page_title": "Area",
        "breadcrumbs": [Crumb("Settings", reverse("settings", args=[slug])), Crumb("Area")],
        "form": form,
        "served": [row.local_authority for row in served],
        "columns": AREA_COLUMNS,
        "remove_url": reverse("stop_serving", args=[slug]),
    }
    return render(request, "alliance/settings/area.html", context, status=422 if form.errors else 200)


@require_POST
@requires(policy.manage_settings)
def stop_serving(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one authority out of the area; adding it again is the way back."""
    form = AuthorityForm(request.POST)
    if form.is_valid():
        authority = form.cleaned_data["local_authority"]
        alliances.stop_serving_authority(local_authority=authority, by=request.user)
        flash.success(request, f"{authority} removed")
    return redirect("served_area", slug=slug)


def _settings_page(request: HttpRequest, form: AllianceForm, draft: PageDraft, status: int) -> HttpResponse:
    context = {
        "page_title": "Settings",
        "form": form,
        "draft": draft,
        "facts": _facts(request),
        "entries": timeline_of(request.alliance, tables=[ServedAuthority], limit=TIMELINE_LENGTH),
    }
    return render(request, "alliance/settings/index.html", context, status=status)


def _facts(request: HttpRequest) -> list[Fact]:
    """What is set on pages of its own, each with the way there."""
    alliance, slug = request.alliance, request.alliance.slug
    served = list(
        ServedAuthority.objects.order_by("local_authority__name").values_list(
            "local_authority__name", flat=True
        )
    )
    people = words.counted(members(alliance).count(), "member")
    invited = pending_invitations(alliance).count()
    lead = alliance.lead_school
    return [
        Fact("People", people, f"{invited} invited" if invited else "", reverse("people", args=[slug])),
        Fact(
            "Area",
            words.listed(served) or "No local authority yet",
            "Its open schools are whom you mean to reach",
            reverse("served_area", args=[slug]),
        ),
        Fact(
            "Due diligence",
            f"Every {words.counted(alliance.diligence_months, 'month')}",
            "And when the School register tells of a change",
            reverse("diligence_settings", args=[slug]),
        ),
        Fact(
            "Colours",
            f"{alliance.alliance_colour} and {alliance.accent_colour}",
            href=reverse("colours", args=[slug]),
        ),
        Fact(
            "Logo",
            "Shown beside the name" if alliance.logo else "None: the initials stand in its place",
            href=reverse("logo", args=[slug]),
        ),
        Fact(
            "Answers to letters",
            alliance.reply_to or "The portal's own address",
            href=reverse("replies", args=[slug]),
        ),
        Fact("Lead school", f"{lead.name} (URN {lead.urn})" if lead else "None"),
        Fact("Address", f"/a/{slug}/", "Set when the alliance was made: links to it stay good"),
        Fact(
            "Support access",
            "Somebody is inside now"
            if SupportEntry.objects.live(timezone.now()).exists()
            else "Nobody is inside",
            "Operators of the portal, with a reason",
            reverse("support_access", args=[slug]),
        ),
    ]


def _preview(alliance_colour: str, accent_colour: str) -> dict[str, object]:
    """The palette the page is drawn in, and what had to be moved for it to be read."""
    branding = derive(alliance_colour, accent_colour)
    said = [
        _said(alliance_colour, branding.alliance, WHITE, "with white", "darkened"),
        _said(accent_colour, branding.accent, branding.alliance, "with the alliance colour", "lightened"),
    ]
    return {
        "branding": branding,
        "preview": branding,
        "try_kind": "secondary",
        "said": said,
    }


def _said(asked: str, kept: str, against: str, whom: str, how: str) -> str:
    before, after = contrast(asked, against), contrast(kept, against)
    if kept == asked:
        return f"{asked} has {before:.1f}:1 {whom}, which is enough: kept as it is."
    return f"{asked} has {before:.1f}:1 {whom}: {how} to {kept}, which has {after:.1f}:1."
