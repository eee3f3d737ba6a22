"""Who belongs to the alliance."""

from django.urls import path

from alliance.views import bulk, people, people_invitations

urlpatterns = [
    path("a/<slug:slug>/settings/people/", people.people, name="people"),
    path("a/<slug:slug>/settings/people/invited/", people_invitations.people_invited, name="people_invited"),
    path("a/<slug:slug>/settings/people/invited/select/", bulk.select_invitations, name="select_invitations"),
    path("a/<slug:slug>/settings/people/invite/", people_invitations.invite, name="invite"),
    path(
        "a/<slug:slug>/settings/people/invited/<uuid:invitation_id>/resend/",
        people_invitations.resend_invitation,
        name="resend_invitation",
    ),
    path(
        "a/<slug:slug>/settings/people/invited/<uuid:invitation_id>/withdraw/",
        people_invitations.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("a/<slug:slug>/settings/people/<uuid:membership_id>/", people.person, name="person"),
    path("a/<slug:slug>/settings/people/<uuid:membership_id>/end/", people.end_access, name="end_access"),
    path(
        "a/<slug:slug>/settings/people/<uuid:membership_id>/restore/",
        people.restore_access,
        name="restore_access",
    ),
]
