"""Addresses of the alliance app, a file for each area."""

from alliance.urls import (
    account,
    agreements,
    approvals,
    calendar,
    diligence,
    facts,
    feedback,
    growth,
    hub,
    operators,
    partners,
    partnership,
    people,
    resources,
    roster,
    settings,
)

urlpatterns = [
    *account.urlpatterns,
    *operators.urlpatterns,
    *growth.urlpatterns,
    *hub.urlpatterns,
    *approvals.urlpatterns,
    *calendar.urlpatterns,
    *feedback.urlpatterns,
    *resources.urlpatterns,
    *facts.urlpatterns,
    *agreements.urlpatterns,
    *diligence.urlpatterns,
    *partnership.urlpatterns,
    *partners.urlpatterns,
    *people.urlpatterns,
    *roster.urlpatterns,
    *settings.urlpatterns,
]
