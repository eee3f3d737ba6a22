"""What heads and others are asked to decide: the link they get, and the list of what is waited for."""

from django.urls import path

from alliance.views.approvals import deciding, waiting

urlpatterns = [
    path("p/<slug:slug>/approvals/<str:token>/", deciding.decide, name="decide_approval"),
    path("a/<slug:slug>/approvals/", waiting.approvals, name="approvals"),
    path("a/<slug:slug>/approvals/<uuid:approval_id>/", waiting.approval, name="approval"),
    path("a/<slug:slug>/approvals/<uuid:approval_id>/resend/", waiting.resend, name="resend_approval"),
    path("a/<slug:slug>/approvals/<uuid:approval_id>/withdraw/", waiting.withdraw, name="withdraw_approval"),
]
