"""Addresses of the alliance app, a file for each area."""

from alliance.urls import account, approvals, hub, operators, partners, people, settings

urlpatterns = [
    *account.urlpatterns,
    *operators.urlpatterns,
    *hub.urlpatterns,
    *approvals.urlpatterns,
    *partners.urlpatterns,
    *people.urlpatterns,
    *settings.urlpatterns,
]
