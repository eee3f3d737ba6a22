"""What an import of the register means for an alliance: names kept in step, due diligence due again, readers
of the feed and leads told.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from alliance.actions.diligence.opening import reopen_after_register
from alliance.logic.register.changes import ONE_BY_ONE, PartnerNews, sentence_for, sentence_for_many
from alliance.models import Alliance, Membership, Partner, RegisterChange, RegisterImport, RegisterNews
from alliance.policy import LEADS
from alliance.queries.notifications import PARTNER_NEWS
from foundation.feed.write import note_change, settle
from foundation.jobs.queue import enqueue
from foundation.notifications.actions import notify
from foundation.tenancy.scope import acting_within

REGISTER_CHANGED = "register_changed"
"""The kind of the job; its subject is the id of the import."""

CHANGES_KEPT = timedelta(days=400)


def forget_register_changes(now: datetime) -> int:
    """Forget what imports of long ago changed; their reports stay. How many changes that were."""
    return RegisterChange.objects.filter(register_import__finished_at__lt=now - CHANGES_KEPT).delete()[0]


def tell_alliances(*, register_import: RegisterImport) -> int:
    """Queue, in the import's own transaction, a job for each alliance with a partner that it changed."""
    if not RegisterChange.objects.filter(register_import=register_import).exists():
        return 0
    settle("school")
    concerned = 0
    for alliance_id in Alliance.objects.order_by("id").values_list("id", flat=True):
        with acting_within(alliance_id):
            if _changes(register_import.pk).exists():
                enqueue(REGISTER_CHANGED, alliance=alliance_id, subject=register_import.pk)
                concerned += 1
    return concerned


def apply_register_changes(*, alliance_id: int, register_import_id: int) -> int:
    """Take over what the import changed for the alliance's partners; returns how many partners that
    concerned.

    May run again: an import is news once.
    """
    with acting_within(alliance_id), transaction.atomic():
        told, first = RegisterNews.objects.get_or_create(
            register_import_id=register_import_id, defaults={"partners": 0}
        )
        if not first:
            return 0
        changes = list(_changes(register_import_id))
        partners = list(
            Partner.objects.current()
            .filter(school__in=[change.school_id for change in changes])
            .select_related("school")
            .select_for_update(of=("self",))
            .order_by("name", "id")
        )
        told.partners = len(partners)
        told.save(update_fields=["partners"])
        _keep_names(partners)
        note_change("school", [change.school_id for change in changes])
        news = {change.school_id: change.news for change in changes}
        as_at = RegisterImport.objects.values_list("as_at", flat=True).get(pk=register_import_id)
        reopen_after_register(partners, news, as_at=as_at)
        _tell_leads(alliance_id, partners, news)
        return len(partners)


def _changes(register_import_id: int) -> Any:
    """The import's changes of schools that are or were partners of the alliance in scope.

    Of those that have left, the readers of the feed who still see them are told, and nobody else.
    """
    schools = Partner.objects.exclude(school=None).values("school_id")
    return RegisterChange.objects.filter(register_import_id=register_import_id, school_id__in=schools)


def _keep_names(partners: list[Partner]) -> None:
    for partner in partners:
        if partner.school is not None and partner.name != partner.school.name:
            partner.name = partner.school.name
            partner.save(update_fields=["name", "updated_at"])


def _tell_leads(alliance_id: int, partners: list[Partner], news: dict[int | None, Any]) -> None:
    """A sentence for each partner there is news of, or one for all where they are many."""
    leads = list(
        Membership.objects.current()
        .filter(alliance_id=alliance_id)
        .holding(*LEADS)
        .values_list("user_id", flat=True)
    )
    told = [(partner, PartnerNews(partner.name, news[partner.school_id])) for partner in partners]
    told = [(partner, item) for partner, item in told if item.news]
    slug = Alliance.objects.values_list("slug", flat=True).get(pk=alliance_id)
    if len(told) > ONE_BY_ONE:
        sentence = sentence_for_many([item for _, item in told])
        notify(leads, sentence, reverse("partners", args=[slug]), kind=PARTNER_NEWS)
        return
    for partner, item in told:
        page = reverse("partner", args=[slug, partner.public_id])
        notify(leads, sentence_for(item), page, kind=PARTNER_NEWS, subject=partner.public_id)
