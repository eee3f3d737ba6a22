"""Work of the alliance app that is done in the background."""

from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from alliance.actions.agreements.documents import keep_document
from alliance.actions.agreements.letters import mark_sent as mark_notice_sent
from alliance.actions.announcements import bring_out_due
from alliance.actions.feedback.documents import keep_document as keep_results
from alliance.actions.feedback.letters import mark_refused, mark_sent, next_letter
from alliance.actions.personal.exports import make_copy
from alliance.actions.register_changed import apply_register_changes
from alliance.actions.resources.checking import clear_files, note_failure, note_text, note_verdict
from alliance.emails.agreements import ending_letter
from alliance.emails.approvals import approval_letter
from alliance.emails.notifications import digest_letter, notification_letter
from alliance.emails.surveys import survey_letter
from alliance.models import (
    Agreement,
    Alliance,
    Membership,
    ResourceVersion,
    SubjectAccess,
    SurveyDocument,
    SurveyInvitation,
)
from alliance.pdf import compose_agreement, compose_results
from alliance.queries.agreements.letters import notice_to_send, reader_of
from alliance.queries.agreements.record import next_of, signatures_on
from alliance.queries.feedback.documents import filter_in
from alliance.queries.notifications import addressee, for_letter
from foundation.api.once import prune_answers
from foundation.approvals.kinds import kind_named
from foundation.approvals.links import token_in_force
from foundation.approvals.models import Approval
from foundation.clock.forgetting import forget_jobs
from foundation.clock.rounds import hourly_rounds, rounds
from foundation.documents import read_text
from foundation.drafts.actions import prune_drafts
from foundation.emails.refusals import Refusal, Tally, refusal_of
from foundation.feed.write import prune_changes
from foundation.importer.jobs import erase_old
from foundation.jobs.models import Job
from foundation.jobs.run import Adjourned, Run
from foundation.notifications.actions import claim_letter, mark_mailed, prune_notifications
from foundation.notifications.digests import DigestOrder, ask_for_digests, claim_digest
from foundation.pdf import render_pdf
from foundation.tenancy.scope import acting_within
from foundation.uploads.documents import KINDS as FILE_KINDS
from foundation.uploads.scanning import Verdict, scan

log = structlog.get_logger(__name__)
LETTERS_A_RUN = 200
"""What a mail server takes within the time that one run of a job has."""
IN_VAIN = 20
"""Letters in a row that a mail server did not take, after which it is left alone for an hour."""


def register_changed(run: Run) -> None:
    """Take over what an import of the School register changed for the alliance's partners."""
    with run.write():
        apply_register_changes(alliance_id=run.alliance_id, register_import_id=int(run.subject))


def forget(run: Run) -> None:
    """Forget what is past keeping: the API's kept answers after a day, changes that no cursor may ask for any
    more, jobs three months after their end, what people were told half a year ago, and the rows of imports
    and drafts that lie for a month: those as the people who wrote them, since nobody else finds them.
    """
    now = timezone.now()
    with run.write():
        prune_answers(now)
    with run.write():
        prune_changes(now)
    with run.write():
        forget_jobs(now)
    with run.write():
        prune_notifications(now)
    with run.write():
        clear_files(now)
    erase_old(run)
    for user_id in Membership.objects.filter(alliance=run.alliance_id).values_list("user_id", flat=True):
        with acting_within(run.alliance_id, user=user_id), run.write():
            prune_drafts(user=user_id, now=now)


def nightly_rounds(run: Run) -> None:
    """Do what the night brings: each round in its own transaction."""
    now = timezone.now()
    for work in rounds():
        with run.write():
            work(now)


def write_approval_letter(run: Run) -> None:
    """Ask, or remind, somebody whose answer is waited for.

    The letter goes outside any transaction: a worker that is killed sends it twice, with the same link.
    """
    public_id, _, why = run.subject.partition(":")
    with run.write():
        waiting = Approval.objects.open(timezone.now()).filter(public_id=public_id)
        approval = waiting.select_for_update(of=("self",)).select_related("alliance", "asked_by").first()
        shown = kind_named(approval.kind).shown(approval) if approval else None
        if approval is None or shown is None:
            return
        token = token_in_force(approval)
    approval_letter(approval, shown, token, is_reminder=why.startswith("reminder")).send()
    with run.write():
        Approval.objects.waiting().filter(pk=approval.pk).update(sent_at=timezone.now())


def make_agreement_document(run: Run) -> None:
    """Draw an agreement with the signatures it has now; a worker that was taken over records nothing."""
    public_id = run.subject.partition(":")[0]
    with transaction.atomic():
        found = Agreement.objects.select_related("partner", "alliance").filter(public_id=public_id)
        agreement = found.get()
        composed, signatures = compose_agreement(agreement), signatures_on(agreement)
        folder = Path(str(agreement.alliance.public_id)) / "agreements"
    path = folder / f"{agreement.public_id}-{signatures}-{run.fence}.pdf"
    target = settings.MEDIA_ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    made = render_pdf(
        composed.html,
        title=composed.title,
        out_path=target,
        created=composed.created,
        should_cancel=run.stop.is_set,
    )
    with run.write():
        keep_document(agreement=agreement, signatures=signatures, composed=composed, path=path, made=made)


def write_agreement_letter(run: Run) -> None:
    """Tell the partner's main contact, who has no log-in to be told by, that an agreement ends.

    The letter goes outside any transaction and is marked after it went. A worker that is killed in between
    sends it again under the same name, so that a mail program shows one.
    """
    with run.write():
        notice = notice_to_send(int(run.subject), timezone.localdate())
        reader = reader_of(notice.agreement.partner_id) if notice else None
        following = next_of(notice.agreement) if notice else None
    if notice is None or reader is None:
        return
    ending_letter(notice, reader, following, today=timezone.localdate()).send()
    with run.write():
        mark_notice_sent(notice=notice)


def write_notification_letter(run: Run) -> None:
    """Tell one person by e-mail what they asked to hear of that way and have not read yet.

    The letter goes outside any transaction, and is marked as sent after it went: a worker that is killed in
    between sends it twice rather than never.
    """
    user_id = int(run.subject.partition(":")[0])
    with run.write():
        claim_letter(user_id=user_id, job_id=run.claim.job_id)
        member = addressee(run.alliance_id, user_id)
        told = for_letter(member, run.claim.job_id) if member else []
    if member is None or not told:
        return
    notification_letter(member, told).send()
    with run.write():
        mark_mailed(run.claim.job_id)


def write_survey_letters(run: Run) -> None:
    """Write to everybody of one survey to whom a letter is still to be sent, one after the other.

    A letter goes outside any transaction and is marked after it went: a worker that is killed in between
    sends one twice rather than none. An address that the mail server refuses keeps nobody else waiting: for
    good, it is marked; else it is tried again the next hour, as is everything where nothing is taken at all,
    or most is refused without a word of whose fault it is.
    """
    tally: Tally[SurveyInvitation] = Tally()
    is_done = _send_survey_letters(run, tally)
    with run.write():
        for invitation in tally.of_addresses(gave_up=tally.in_vain == IN_VAIN):
            mark_refused(invitation=invitation)
    if not is_done:
        raise Adjourned("More letters are to be sent.")


def _send_survey_letters(run: Run, tally: Tally[SurveyInvitation]) -> bool:
    """As many as one run has time for; whether that was all, or nothing is taken."""
    alliance, after = Alliance.objects.get(pk=run.alliance_id), 0
    for _ in range(LETTERS_A_RUN):
        with run.write():
            invitation = next_letter(survey_id=int(run.subject), after=after)
        if invitation is None:
            return True
        after = invitation.pk
        try:
            survey_letter(invitation, alliance).send()
        except OSError as error:
            log.warning("survey_letter_not_sent", invitation=invitation.pk, error=type(error).__name__)
            refusal = refusal_of(error)
            if refusal is not Refusal.ADDRESS:
                tally.note_in_vain(invitation, refusal)
                if tally.in_vain == IN_VAIN:
                    return True
                continue
            tally.note_answer()
            with run.write():
                mark_refused(invitation=invitation)
        else:
            tally.note_taken()
            with run.write():
                mark_sent(invitation=invitation)
    return False


def make_survey_document(run: Run) -> None:
    """Draw the results of a survey as they are shown under one filter."""
    with transaction.atomic():
        found = SurveyDocument.objects.select_related("survey__version", "survey__alliance")
        document = found.filter(pk=int(run.subject), made_at=None).first()
        if document is None:
            return
        composed = compose_results(document.survey, filter_in(document))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "results.pdf"
        made = render_pdf(
            composed.html,
            title=composed.title,
            out_path=path,
            created=composed.created,
            should_cancel=run.stop.is_set,
        )
        content = path.read_bytes()
    with run.write():
        keep_results(document=document, content=content, pages=made.pages)


def survey_document_not_made(job: Job, sentence: str) -> None:
    """Whoever wants it asks again."""
    SurveyDocument.objects.filter(pk=int(job.subject), made_at=None).delete()


def check_resource(run: Run) -> None:
    """Have a file scanned and, if it may be handed out, read its words: both outside any transaction."""
    with run.write():
        version = ResourceVersion.objects.filter(pk=int(run.subject)).first()
    if version is None or version.file is None:
        return
    verdict = scan(version.path)
    with run.write():
        note_verdict(version=version, verdict=verdict)
    if verdict is Verdict.MALWARE or not FILE_KINDS[version.suffix].has_words:
        return
    text = read_text(version.path)
    with run.write():
        note_text(version=version, text=text)


def resource_not_checked(job: Job, sentence: str) -> None:
    """The scanner failed again and again."""
    version = ResourceVersion.objects.select_related("resource").filter(pk=int(job.subject)).first()
    if version is not None:
        note_failure(version=version)


def hourly(run: Run) -> None:
    """Bring out what is announced from today on, ask for the digests whose hour has come, and do what apps
    bring: each round in its own transaction.
    """
    now = timezone.now()
    for work in (bring_out_due, ask_for_digests, *hourly_rounds()):
        with run.write():
            work(now)


def write_digest(run: Run) -> None:
    """One letter with everything that one person wants once a day or once a week, if there is anything.

    As with every letter it is marked as sent after it went.
    """
    order = DigestOrder.read(run.subject)
    with run.write():
        claim_digest(order, job_id=run.claim.job_id)
        member = addressee(run.alliance_id, order.user_id)
        told = for_letter(member, run.claim.job_id) if member else []
    if member is None or not told:
        return
    digest_letter(member, told, order.pace).send()
    with run.write():
        mark_mailed(run.claim.job_id)


def make_subject_access_copy(run: Run) -> None:
    """Put together everything that is held about one person, for whoever asked."""
    with run.write():
        access = (
            SubjectAccess.objects.select_related("person", "asked_by").filter(public_id=run.subject).first()
        )
        if access is not None and access.made_at is None:
            make_copy(access)
