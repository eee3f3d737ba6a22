"""The alliance's logo: tried, kept, taken away, served; and where answers to its letters go."""

from uuid import UUID

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions import logos
from alliance.forms.logo import LogoForm, RepliesForm, TriedLogoForm, encoded
from alliance.queries.logos import shown_logo
from foundation.access import public, requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.branding import WHITE
from foundation.ui.items import Crumb
from foundation.uploads.pictures import Picture, share_seen

A_YEAR = "public, max-age=31536000, immutable"
HARDLY_ANY, SHARP_ON_PAPER = 0.02, 200


@requires(policy.manage_settings)
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a picture (GET), see the page with it (POST), keep it (POST with `keep`)."""
    keep = "keep" in request.POST
    form = TriedLogoForm(request.POST) if keep else LogoForm(request.POST or None, request.FILES or None)
    context = _context(request, "Logo") | {"form": form, "try_kind": "primary"}
    if request.method == "POST" and form.is_valid():
        tried = form.cleaned_data["logo"]
        if keep:
            logos.change_logo(alliance=request.alliance, picture=tried, by=request.user)
            flash.success(request, "Logo saved")
            return redirect("settings", slug=slug)
        context |= _preview(tried)
    return render(request, "alliance/settings/logo.html", context, status=422 if form.errors else 200)


@require_POST
@requires(policy.manage_settings)
def remove_logo(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the initials again; uploading it again is the way back."""
    logos.remove_logo(alliance=request.alliance, by=request.user)
    flash.success(request, "Logo removed: the initials stand in its place")
    return redirect("logo", slug=slug)


@requires(policy.manage_settings)
def replies(request: HttpRequest, slug: str) -> HttpResponse:
    """Where answers to the alliance's letters go."""
    form = RepliesForm(request.POST or None, initial={"reply_to": request.alliance.reply_to})
    if request.method == "POST" and form.is_valid():
        try:
            logos.change_reply_to(alliance=request.alliance, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, "Answers to letters go there from now on")
            return redirect("settings", slug=slug)
    context = _context(request, "Letters") | {"form": form}
    return render(request, "alliance/settings/letters.html", context, status=422 if form.errors else 200)


@public("a logo stands on letters and public pages; its address cannot be guessed and names nobody")
@csp_replace({"default-src": ["'none'"], "sandbox": [""]})
def picture(request: HttpRequest, handle: UUID) -> HttpResponse:
    """A logo that an alliance shows today. A new one gets a new address, so this one never changes."""
    content = shown_logo(handle)
    if content is None:
        raise Http404("No alliance shows this picture.")
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": A_YEAR})


def _context(request: HttpRequest, title: str) -> dict[str, object]:
    settings = reverse("settings", args=[request.alliance.slug])
    return {
        "page_title": title,
        "breadcrumbs": [Crumb("Settings", settings), Crumb(title)],
        "settings_url": settings,
        "remove_url": reverse("remove_logo", args=[request.alliance.slug]),
    }


def _preview(tried: Picture) -> dict[str, object]:
    """The layout drawn with the picture, and what can be said of it in words."""
    address = f"data:image/png;base64,{encoded(tried)}"
    return {
        "logo_url": address,
        "logo_is_wide": tried.is_wide,
        "preview": encoded(tried),
        "try_kind": "secondary",
        "said": [_seen(share_seen(tried, on=WHITE)), *_sharp(tried)],
    }


def _seen(share: float) -> str:
    if share < HARDLY_ANY:
        return (
            "Hardly any of it can be made out on the white it is shown on (3:1 is needed): "
            "use the version for light backgrounds."
        )
    return f"It can be made out: {share:.0%} of it has 3:1 or more with the white it is shown on."


def _sharp(tried: Picture) -> list[str]:
    if max(tried.width, tried.height) >= SHARP_ON_PAPER:
        return []
    return [f"It is {tried.width} × {tried.height} px: on paper it will look blurred. Use a larger one."]
