"""A kind of approval for the tests, which shows a partner and marks it when the answer comes."""

from typing import Any

from alliance import policy
from alliance.jobs import write_approval_letter
from alliance.models import Partner
from foundation.approvals.actions import LETTER, Approver, ask
from foundation.approvals.kinds import ApprovalKind, Passage, Shown, register_kind
from foundation.approvals.links import token_in_force
from foundation.approvals.models import Approval
from foundation.jobs.claims import claim
from foundation.jobs.models import Job, JobState
from foundation.jobs.queue import end
from foundation.jobs.run import Run
from foundation.refusal import Refused
from foundation.ui.items import Fact

SAMPLE = "sample"
LEAVING = "They have left meanwhile. Ask the alliance what holds now."


class SampleKind(ApprovalKind):
    """About a partner: its address is what is agreed to, its reason tells afterwards what was answered."""

    key = SAMPLE
    label = "Samples"
    may_manage = policy.is_staff

    def shown(self, approval: Approval) -> Shown | None:
        partner = Partner.objects.filter(public_id=approval.subject).first()
        if partner is None:
            return None
        return Shown(
            title=approval.title,
            asks=f"{partner.name} asks for your consent.",
            facts=(Fact("School", partner.name), Fact("Address", partner.address)),
            passages=(Passage("What it means", ("You lend a teacher for five days.",)),),
            then="When you agree, the teacher is told.",
        )

    def agreed(self, approval: Approval) -> None:
        self._answer(approval, "agreed")

    def declined(self, approval: Approval) -> None:
        self._answer(approval, "declined")

    def page(self, approval: Approval, slug: str) -> str:
        return f"/a/{slug}/partners/{approval.subject}/"

    def _answer(self, approval: Approval, reason: str) -> None:
        partner = Partner.objects.get(public_id=approval.subject)
        if partner.left_on is not None:
            raise Refused(LEAVING)
        partner.reason = reason
        partner.save()


register_kind(SampleKind())


def asked(
    partner: Partner, *, by: Any = None, name: str = "Hana Reyes", title: str = "Consent for a teacher"
) -> Approval:
    """Somebody has been asked about this partner; the letter waits to be written."""
    email = f"{name.split()[0]}@{partner.public_id.hex[:8]}.example"
    return ask(kind=SAMPLE, subject=partner.public_id, title=title, approver=Approver(name, email), by=by)


def link_of(approval: Approval) -> str:
    return f"/p/{approval.alliance.slug}/approvals/{token_in_force(approval)}/"


def write_letters() -> None:
    """Do the letters that are due without a heartbeat, which would look from outside this transaction."""
    for job in Job.objects.filter(kind=LETTER, state=JobState.QUEUED).order_by("id"):
        held = claim(job.pk, worker="a test")
        assert held is not None
        write_approval_letter(Run(held))
        end(job, JobState.SUCCEEDED)
