"""The matrix of expertise, its areas, and who covers them how strongly."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.growth.expertise import (
    add_area,
    remove_area,
    set_partner_expertise,
    set_prospect_expertise,
)
from alliance.choices import Strength
from alliance.forms.growth.expertise import AreaForm, ExpertiseForm
from alliance.logic.growth.matrix import Cover
from alliance.models import ExpertiseArea, Partner
from alliance.queries.growth.expertise import Matrix, strengths_of_partner, strengths_of_prospect
from alliance.views.growth.record import address_of, crumbs_of, prospect_of
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Column, Crumb

PAGE_SIZE = 50
COVER_WORDS = {
    Cover.GAP: ("bad", "Nobody strong"),
    Cover.THIN: ("warn", "One partner alone"),
    Cover.COVERED: ("good", "Covered"),
}


@requires(policy.see_prospects)
def matrix(request: HttpRequest, slug: str) -> HttpResponse:
    """Areas with how they are covered; then partners by areas."""
    found = Matrix()
    may_change = policy.change_partners.test(request.member)
    listed = Partner.objects.current().order_by("name", "pk") if may_change else found.partners()
    page = Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page"))
    partners: list[Any] = list(page.object_list)
    strengths = found.strengths(partners)
    context = {
        "page_title": "Expertise",
        "breadcrumbs": _crumbs(request, "Expertise"),
        "covers": [
            {
                "area": cover.area,
                "strong": cover.strong,
                "state": COVER_WORDS[cover.cover][0],
                "word": COVER_WORDS[cover.cover][1],
            }
            for cover in found.covers
        ],
        "cover_columns": [
            Column("Area"),
            Column("Strong partners", numeric=True),
            Column("Covered?"),
            Column("Actions", hidden=True),
        ],
        "columns": [Column("Partner"), *(Column(area.name) for area in found.areas)],
        "rows": [_row(partner, found.areas, strengths[partner.pk], slug) for partner in partners],
        "page": page,
        "may_change": may_change,
        "may_manage": policy.manage_growth.test(request.member),
        "form": AreaForm(),
    }
    return render(request, "alliance/growth/expertise.html", context)


@requires(policy.manage_growth)
@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    form = AreaForm(request.POST)
    if form.is_valid():
        try:
            area = add_area(name=form.cleaned_data["name"], by=request.user)
        except Refused as refusal:
            flash.warning(request, refusal.sentence)
        else:
            flash.success(request, f"“{area.name}” added")
    else:
        flash.warning(request, "Write the area in a few words, 80 letters at most.")
    return redirect("expertise", slug=slug)


@requires(policy.manage_growth)
@require_POST
def remove(request: HttpRequest, slug: str, area_id: UUID) -> HttpResponse:
    area = ExpertiseArea.objects.filter(public_id=area_id).first()
    if area is None:
        raise Http404("No such area.")
    try:
        remove_area(area=area, by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        flash.success(request, f"“{area.name}” removed")
    return redirect("expertise", slug=slug)


@requires(policy.change_partners)
def of_partner(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """How strongly one partner covers each area."""
    partner = Partner.objects.visible_to(request.member).filter(public_id=public_id).first()
    if partner is None:
        raise Http404("No such partner.")
    form = ExpertiseForm(request.POST or None, areas=Matrix().areas, strengths=strengths_of_partner(partner))
    if request.method == "POST" and form.is_valid():
        set_partner_expertise(partner=partner, strengths=form.strengths(), by=request.user)
        flash.success(request, f"Expertise of {partner.name} saved")
        return redirect("expertise", slug=slug)
    back = reverse("expertise", args=[slug])
    crumbs = [*_crumbs(request, "Expertise", back), Crumb(partner.name)]
    return _form_page(request, form, f"Expertise of {partner.name}", crumbs, back)


@requires(policy.change_prospects)
def of_prospect(request: HttpRequest, slug: str, prospect_id: UUID) -> HttpResponse:
    """How strongly a prospect would cover each area."""
    prospect = prospect_of(request, prospect_id)
    form = ExpertiseForm(
        request.POST or None, areas=Matrix().areas, strengths=strengths_of_prospect(prospect)
    )
    back = address_of(request, "prospect_selection", prospect)
    if request.method == "POST" and form.is_valid():
        try:
            set_prospect_expertise(prospect=prospect, strengths=form.strengths(), by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"Expertise of {prospect.name} saved")
            return redirect(back)
    crumbs = crumbs_of(request, prospect, "Expertise")
    return _form_page(request, form, f"Expertise of {prospect.name}", crumbs, back)


def _form_page(
    request: HttpRequest, form: ExpertiseForm, title: str, crumbs: list[Crumb], back: str
) -> HttpResponse:
    context = {
        "page_title": title,
        "breadcrumbs": crumbs,
        "form": form,
        "back": back,
        "matrix_href": reverse("expertise", args=[request.alliance.slug]),
    }
    status = 422 if form.errors else 200
    return render(request, "alliance/growth/expertise_form.html", context, status=status)


def _row(
    partner: Partner, areas: list[ExpertiseArea], strengths: dict[int, int], slug: str
) -> dict[str, Any]:
    return {
        "name": partner.name,
        "href": reverse("partner_expertise", args=[slug, partner.public_id]),
        "cells": [
            (area.name, Strength(strengths[area.pk]).label if area.pk in strengths else "") for area in areas
        ],
    }


def _crumbs(request: HttpRequest, last: str, href: str = "") -> list[Crumb]:
    return [Crumb("Prospects", reverse("prospects", args=[request.alliance.slug])), Crumb(last, href)]
