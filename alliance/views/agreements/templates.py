"""What the alliance's agreements begin with."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.agreements.drafting import remove_template, save_template
from alliance.forms.agreements import TemplateForm
from alliance.models import AgreementTemplate
from alliance.queries.agreements import record as records
from alliance.queries.agreements.showing import money
from foundation import words
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Column, Crumb, MenuItem

COLUMNS = [Column("Name"), Column("Tier"), Column("Fee"), Column("Runs"), Column("Actions", hidden=True)]


@requires(policy.change_agreements)
def templates(request: HttpRequest, slug: str) -> HttpResponse:
    rows = [
        {
            "name": one.name,
            "href": reverse("edit_agreement_template", args=[slug, one.public_id]),
            "tier": one.tier,
            "fee": money(one.fee_pence),
            "runs": words.counted(one.months, "month"),
            "menu": [
                MenuItem(
                    "Remove",
                    reverse("remove_agreement_template", args=[slug, one.public_id]),
                    post=True,
                    destructive=True,
                )
            ],
        }
        for one in records.templates()
    ]
    context = {
        "page_title": "Agreement templates",
        "breadcrumbs": [Crumb("Agreements", reverse("agreements", args=[slug])), Crumb("Templates")],
        "columns": COLUMNS,
        "rows": rows,
        "new_href": reverse("new_agreement_template", args=[slug]),
    }
    return render(request, "alliance/agreements/templates.html", context)


@requires(policy.change_agreements)
def write(request: HttpRequest, slug: str, agreement_template_id: UUID | None = None) -> HttpResponse:
    """A new one, or one changed: agreements made from it stay as they are."""
    template = _template(agreement_template_id) if agreement_template_id else None
    form = TemplateForm(request.POST or None, initial=TemplateForm.saved(template))
    home = reverse("agreement_templates", args=[slug])
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_template(template=template, content=form.content(), by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"{saved.name} saved")
            return redirect(home)
    title = template.name if template else "New template"
    context = {
        "page_title": title,
        "breadcrumbs": [
            Crumb("Agreements", reverse("agreements", args=[slug])),
            Crumb("Templates", home),
            Crumb(title),
        ],
        "form": form,
        "back": home,
    }
    return render(request, "alliance/agreements/template.html", context, status=422 if form.errors else 200)


@require_POST
@requires(policy.change_agreements)
def remove(request: HttpRequest, slug: str, agreement_template_id: UUID) -> HttpResponse:
    template = _template(agreement_template_id)
    remove_template(template=template, by=request.user)
    flash.success(request, f"{template.name} removed; agreements made from it stay")
    return redirect("agreement_templates", slug=slug)


def _template(template_id: UUID) -> AgreementTemplate:
    found = records.find_template(template_id)
    if found is None:
        raise Http404("No such template.")
    return found
