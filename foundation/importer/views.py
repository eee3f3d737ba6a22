"""The pages of imports: bring a table, match its columns, check it, have it saved, undo it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from foundation import words
from foundation.access import check, member_of, requires
from foundation.exports import export_response
from foundation.forms.refusals import refuse
from foundation.importer import actions, pages
from foundation.importer.choices import AFTER_WRITING, BEFORE_WRITING, ImportState
from foundation.importer.forms import BringForm, MatchForm
from foundation.importer.models import Import
from foundation.importer.target import Target, import_something, target_named, targets_for
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.areas import belongs_under
from foundation.ui.items import Crumb, MenuItem

Action = Callable[..., Any]


@requires(import_something)
def imports(request: HttpRequest, slug: str) -> HttpResponse:
    """Every import of what the member may import, newest first."""
    named = {target.key: target for target in targets_for(member_of(request))}
    found = Import.objects.filter(target__in=named).select_related("started_by").order_by("-id")
    page = Paginator(found, pages.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "columns": pages.HISTORY_COLUMNS,
        "lines": pages.lines_of(page.object_list, slug, named),
        "page": page,
        "starts": [
            MenuItem(target.plural.capitalize(), reverse("new_import", args=[slug, key]))
            for key, target in named.items()
        ],
    }
    return render(request, "importer/list.html", context)


@requires(import_something)
def new_import(request: HttpRequest, slug: str, target: str) -> HttpResponse:
    """Upload a file or paste cells; both are read at once."""
    into = _target(request, target)
    if into.brought_at:
        return redirect(into.brought_at, slug=slug)
    form = BringForm(request.POST, request.FILES) if request.method == "POST" else BringForm()
    if request.method == "POST" and form.is_valid():
        try:
            source = actions.start_import(
                target=into, name=form.name, content=form.content(), by=request.user
            )
        except Refused as refusal:
            form.add_error("file" if form.cleaned_data.get("file") else "text", refusal.sentence)
        else:
            return redirect(pages.address(source, "import_columns", slug))
    context = {
        "breadcrumbs": pages.crumbs(slug, into, Crumb(f"Import {into.plural}")),
        "form": form,
        "target": into,
        "steps": pages.steps_to(0),
        "home": reverse(into.home, args=[slug]),
        "templates": [
            (kind, reverse("import_template", args=[slug, into.key, kind])) for kind in ("xlsx", "csv")
        ],
    }
    return render(request, "importer/new.html", context, status=422 if form.errors else 200)


@requires(import_something)
def import_template(request: HttpRequest, slug: str, target: str, kind: str) -> HttpResponse:
    """A table with the names of all columns and one example, to be filled in."""
    into = _target(request, target)
    if into.brought_at:
        raise Http404("These come in a file of their own.")
    heads = [field.label for field in into.fields]
    example = [field.example for field in into.fields]
    return export_response(_kind(kind), f"{into.key}-to-import", heads, [example])


@requires(import_something)
def import_columns(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    """Which column holds what; the check follows."""
    source, target = _import(request, import_id)
    if source.state not in BEFORE_WRITING:
        return redirect(pages.address(source, "import", slug))
    form = MatchForm(request.POST if request.method == "POST" else None, source=source, target=target)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_columns(
                source=source,
                target=target,
                columns=form.columns,
                has_heads=form.cleaned_data["has_heads"],
                by=request.user,
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect(pages.address(source, "import", slug))
    context = {
        **_frame(request, source, target),
        "form": form,
        "samples": pages.samples_of(source, form),
        "match_columns": pages.MATCH_COLUMNS,
        "steps": pages.steps_to(1),
        "discard_href": pages.address(source, "discard_import", slug),
    }
    return render(request, "importer/columns.html", context, status=422 if form.errors else 200)


@requires(import_something)
def import_page(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    """Where an import stands: what each row would do, is doing, or did."""
    source, target = _import(request, import_id)
    if source.state == ImportState.UPLOADED:
        return redirect(pages.address(source, "import_columns", slug))
    return _show(request, source, target)


def _show(
    request: HttpRequest, source: Import, target: Target, refusal: Refused | None = None
) -> HttpResponse:
    context = {**_frame(request, source, target), **_standing(request, source, target), "refusal": refusal}
    return render(request, "importer/import.html", context, status=409 if refusal else 200)


@requires(import_something)
def import_progress(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    """The panel of the work alone, asked for every two seconds; once it is over, the page is."""
    source, _ = _import(request, import_id)
    context = _work(source, slug)
    response = render(request, "importer/work.html", context)
    if not context["working"] and getattr(request, "htmx", False):
        response["HX-Refresh"] = "true"
    return response


@requires(import_something)
def import_errors(request: HttpRequest, slug: str, import_id: UUID, kind: str) -> HttpResponse:
    """The rows to mend, as they came, each with what is wrong."""
    source, _ = _import(request, import_id)
    heads, rows = pages.error_rows(source)
    name = slugify(source.file_name.rsplit(".", 1)[0]) or "import"
    return export_response(_kind(kind), f"{name}-to-mend", heads, rows)


@require_POST
@requires(import_something)
def apply_import(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    return _do(request, import_id, actions.apply_import)


@require_POST
@requires(import_something)
def stop_import(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    return _do(request, import_id, actions.stop_work, "It is being stopped")


@require_POST
@requires(import_something)
def discard_import(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    return _do(request, import_id, actions.discard_import, "Discarded, and its rows erased")


@requires(import_something)
def undo_import(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    """Asks first, and says what stays."""
    if request.method == "POST":
        return _do(request, import_id, actions.undo_import)
    source, target = _import(request, import_id)
    return render(request, "importer/undo.html", _frame(request, source, target))


@requires(import_something)
def erase_import(request: HttpRequest, slug: str, import_id: UUID) -> HttpResponse:
    """Asks first: erased rows cannot be undone any more."""
    if request.method == "POST":
        return _do(request, import_id, actions.erase_rows, "The rows are erased")
    source, target = _import(request, import_id)
    return render(request, "importer/erase.html", _frame(request, source, target))


def _target(request: HttpRequest, key: str) -> Target:
    """The target of this address. One that the member may not import into is refused: 403."""
    target = target_named(key)
    if target is None:
        raise Http404("Nothing of this kind can be imported.")
    check(request, target.may_import, None)
    belongs_under(request, reverse(target.home, args=[request.alliance.slug]))  # type: ignore[attr-defined]  # set by the middleware
    return target


def _import(request: HttpRequest, import_id: UUID) -> tuple[Import, Target]:
    found = Import.objects.select_related("started_by", "applied_by", "undone_by")
    source = found.filter(public_id=import_id).first()
    if source is None:
        raise Http404("No such import.")
    return source, _target(request, source.target)


def _kind(kind: str) -> str:
    if kind not in ("csv", "xlsx"):
        raise Http404("Files are made as CSV or Excel.")
    return kind


def _do(request: HttpRequest, import_id: UUID, action: Action, said: str = "") -> HttpResponse:
    """Do it and go back to the import, or show there why not."""
    source, target = _import(request, import_id)
    slug = request.alliance.slug  # type: ignore[attr-defined]  # set by the middleware
    try:
        action(source=source, by=request.user)
    except Refused as refusal:
        return _show(request, _import(request, import_id)[0], target, refusal)
    if said:
        flash.success(request, said)
    return redirect(pages.address(source, "import", slug))


def _frame(request: HttpRequest, source: Import, target: Target) -> dict[str, Any]:
    slug = request.alliance.slug  # type: ignore[attr-defined]  # set by the middleware
    title = f"Import {target.plural}"
    return {
        "breadcrumbs": pages.crumbs(slug, target, Crumb(source.file_name)),
        "page_title": title,
        "source": source,
        "target": target,
        "home": reverse(target.home, args=[slug]),
        "summary": pages.summary_of(source, target),
        "here": pages.address(source, "import", slug),
    }


def _standing(request: HttpRequest, source: Import, target: Target) -> dict[str, Any]:
    """The rows, and what can be done with them."""
    slug = request.alliance.slug  # type: ignore[attr-defined]  # set by the middleware
    shown, here = request.GET.get("show", ""), pages.address(source, "import", slug)
    writes = sum(source.counts.get(outcome, 0) for outcome in ("create", "update"))
    after = source.state in AFTER_WRITING
    return {
        **_work(source, slug),
        "steps": pages.steps_to(pages.place_of(source)),
        "findings": pages.findings(source, target),
        "columns": pages.COLUMNS,
        "tabs": pages.tabs_of(source, shown, here),
        "page": pages.page_of_rows(source, shown, request.GET.get("page")),
        "pages_href": f"{here}?show={shown}" if shown in source.counts else here,
        "to_mend": source.counts.get("error", 0) if source.erased_at is None else 0,
        "apply_label": f"Import {words.counted(writes, target.singular, target.plural)}" if writes else "",
        "applied": words.moment(source.applied_at),
        "undone": words.moment(source.undone_at),
        "erased": words.moment(source.erased_at),
        "after": after,
        "may_undo": source.erased_at is None and source.state in (ImportState.APPLIED, ImportState.APPLYING),
        "error_files": [
            (kind, pages.address(source, "import_errors", slug, kind=kind)) for kind in ("xlsx", "csv")
        ],
        "again_href": reverse("new_import", args=[slug, target.key]),
        "mend_text": pages.MEND_AT_THE_SOURCE if target.brought_at else pages.MEND_AND_IMPORT,
        **{
            f"{verb}_href": pages.address(source, f"{verb}_import", slug)
            for verb in ("apply", "undo", "discard", "erase")
        },
        "columns_href": pages.address(source, "import_columns", slug),
    }


def _work(source: Import, slug: str) -> dict[str, Any]:
    """How far the job is that is at work on it; `stalled` is one that ended before it was done."""
    view = pages.work_on(source)
    working = view is not None and view.is_live
    return {
        "source": source,
        "working": working,
        "work_steps": pages.progress_of(view) if view else [],
        "time_left": pages.time_left(view) if view else "",
        "is_stopping": view is not None and view.is_stopping,
        "stalled": view if view is not None and not working else None,
        "progress_href": pages.address(source, "import_progress", slug),
        "stop_href": pages.address(source, "stop_import", slug),
    }
