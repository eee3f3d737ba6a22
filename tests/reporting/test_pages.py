"""The pages of the reports: what each role sees, may press, and is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.choices import Role
from foundation.jobs.models import Job, JobState
from foundation.jobs.queue import end
from foundation.tenancy.scope import acting_within
from reporting.actions.editions import approve_edition, publish_edition
from reporting.actions.removals import withdraw_edition
from reporting.choices import EditionState
from reporting.models import Edition, Figure
from tests.factories.alliance import PartnerFactory
from tests.factories.reporting import draft, drafted, lock, published, start, with_foreword

YEAR = "2024-25"
BOARD = Role.BOARD_MEMBER


def page(alliance: Any, name: str, number: int = 1, **more: Any) -> str:
    return reverse(name, kwargs={"slug": alliance.slug, "year": YEAR, "number": number, **more})


def insight(alliance: Any) -> str:
    return reverse("insight", kwargs={"slug": alliance.slug})


def status(client: Client, address: str) -> int:
    """The status of an answer; a file is read to its end, so that it is closed."""
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def locked_job(edition: Edition) -> None:
    """The job of a version that the test locked by hand, ended as the worker would end it."""
    end(Job.objects.get(subject=str(edition.public_id)), JobState.CANCELLED, "It was cancelled.")


class TestAsking:
    def test_the_lead_makes_a_report_and_lands_on_its_page(self, furnished: Any, sign_in: Any) -> None:
        client, _ = sign_in(furnished, Role.STRATEGIC_LEAD)
        url = reverse("start_report", kwargs={"slug": furnished.slug, "year": YEAR})
        response = client.post(url, follow=True)
        assert response.redirect_chain == [(page(furnished, "report"), 302)]
        text = text_of(response)
        assert "Building the draft" in text
        assert "waiting for its turn" in text
        assert "You can close this page." in text

    def test_pressing_twice_leads_to_the_same_report(self, furnished: Any, sign_in: Any) -> None:
        client, _ = sign_in(furnished, Role.STRATEGIC_LEAD)
        url = reverse("start_report", kwargs={"slug": furnished.slug, "year": YEAR})
        assert client.post(url)["Location"] == client.post(url)["Location"]
        assert (Edition.objects.count(), Job.objects.count()) == (1, 1)

    def test_a_year_without_records_is_refused_in_a_sentence(self, alliance: Any, sign_in: Any) -> None:
        PartnerFactory()
        client, _ = sign_in(alliance, Role.STRATEGIC_LEAD)
        response = client.post(reverse("start_report", kwargs={"slug": alliance.slug, "year": "2019-20"}))
        assert response.status_code == 409
        assert "There are no records for 2019/20 yet." in text_of(response)

    @pytest.mark.parametrize("year", ["2024-26", "2024-24", "1999-00"])
    def test_two_years_that_do_not_follow_each_other_are_no_address(
        self, alliance: Any, sign_in: Any, year: str
    ) -> None:
        client, _ = sign_in(alliance, Role.STRATEGIC_LEAD)
        assert client.get(f"/a/{alliance.slug}/insight/{year}/1/").status_code == 404

    def test_the_list_offers_what_can_be_made(self, furnished: Any, lead: Any, sign_in: Any) -> None:
        published(furnished, lead)
        client, _ = sign_in(furnished, Role.ADMINISTRATOR)
        text = text_of(client.get(insight(furnished)))
        assert "Make a new version for 2024/25" in text
        assert "Make the report for 2023/24" in text

    def test_staff_who_are_not_leads_read_and_are_offered_nothing(
        self, furnished: Any, lead: Any, sign_in: Any
    ) -> None:
        drafted(furnished, lead)
        client, _ = sign_in(furnished, Role.CPD_LEAD)
        assert "Make " not in text_of(client.get(insight(furnished)))
        assert client.post(page(furnished, "approve_report")).status_code == 403
        assert status(client, page(furnished, "report_pdf")) == 200


class TestWatching:
    def test_progress_is_shown_step_by_step(self, furnished: Any, lead: Any, sign_in: Any) -> None:
        edition = start(furnished, lead)
        Job.objects.update(
            state=JobState.RUNNING,
            lease_until=timezone.now() + timedelta(seconds=30),
            steps=[
                {"key": "collect", "label": "Collecting figures", "done": 54, "total": 54},
                {"key": "draw", "label": "Drawing charts and maps", "done": 9, "total": 16},
                {"key": "lay_out", "label": "Laying out pages", "done": 0, "total": 0},
            ],
        )
        client, _ = sign_in(furnished, Role.ADMINISTRATOR)
        text = text_of(client.get(page(furnished, "report_progress", edition.number)))
        for words in ("54 of 54", "9 of 16", "Waiting", "Cancel the build"):
            assert words in text

    def test_the_page_is_loaded_anew_when_the_build_is_over(
        self, furnished: Any, lead: Any, sign_in: Any
    ) -> None:
        drafted(furnished, lead)
        client, _ = sign_in(furnished, Role.ADMINISTRATOR)
        response = client.get(page(furnished, "report_progress"), headers={"HX-Request": "true"})
        assert response["HX-Refresh"] == "true"

    def test_a_build_is_cancelled_and_taken_up_again(self, furnished: Any, lead: Any, sign_in: Any) -> None:
        start(furnished, lead)
        client, _ = sign_in(furnished, Role.STRATEGIC_LEAD)
        stopped = client.post(page(furnished, "stop_report"), follow=True)
        assert "The build was stopped" in text_of(stopped)
        again = client.post(page(furnished, "build_report"), follow=True)
        assert "Building the draft" in text_of(again)

    def test_a_build_that_failed_says_why(self, furnished: Any, lead: Any, sign_in: Any) -> None:
        start(furnished, lead)
        end(Job.objects.get(), JobState.FAILED, "The disk is full.")
        client, _ = sign_in(furnished, Role.STRATEGIC_LEAD)
        text = text_of(client.get(page(furnished, "report")))
        assert "The draft could not be made" in text
        assert "The disk is full." in text
        assert "Build it again" in text


class TestDeciding:
    def test_the_strategic_lead_approves_publishes_and_downloads(
        self, furnished: Any, administrator: Any, sign_in: Any
    ) -> None:
        drafted(furnished, administrator)
        client, _ = sign_in(furnished, Role.STRATEGIC_LEAD)
        assert "Publish…" in text_of(client.post(page(furnished, "approve_report"), follow=True))
        assert "Publish this report for good?" in text_of(client.get(page(furnished, "publish_report")))
        text = text_of(client.post(page(furnished, "publish_report"), follow=True))
        assert "Download (PDF)" in text
        response = client.get(page(furnished, "report_pdf"))
        assert response["Content-Type"] == "application/pdf"
        assert b"".join(response.streaming_content).startswith(b"%PDF")
        assert (
            f'filename="{furnished.slug}-impact-report-2024-25-version-1.pdf"'
            in response["Content-Disposition"]
        )

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OWNER, Role.FINANCE_OFFICER, BOARD])
    def test_nobody_else_approves_or_publishes(
        self, furnished: Any, lead: Any, sign_in: Any, role: Role
    ) -> None:
        drafted(furnished, lead)
        client, _ = sign_in(furnished, role)
        assert client.post(page(furnished, "approve_report")).status_code == 403
        assert client.post(page(furnished, "publish_report")).status_code == 403
        assert Edition.objects.get().state == EditionState.DRAFTED

    def test_two_pairs_of_eyes_are_asked_for_in_a_sentence(self, furnished: Any, sign_in: Any) -> None:
        furnished.two_pairs_of_eyes = True
        furnished.save()
        client, membership = sign_in(furnished, Role.STRATEGIC_LEAD)
        drafted(furnished, membership.user)
        response = client.post(page(furnished, "approve_report"))
        assert response.status_code == 409
        assert "two pairs of eyes" in text_of(response)

    def test_setting_aside_asks_first(self, furnished: Any, lead: Any, sign_in: Any) -> None:
        drafted(furnished, lead)
        client, _ = sign_in(furnished, Role.STRATEGIC_LEAD)
        assert "Set this version aside?" in text_of(client.get(page(furnished, "set_aside_report")))
        client.post(page(furnished, "set_aside_report"))
        assert Edition.objects.get().state == EditionState.SET_ASIDE


class TestFigures:
    @pytest.fixture
    def staff(self, furnished: Any, lead: Any, sign_in: Any) -> Client:
        drafted(furnished, lead)
        return sign_in(furnished, Role.CPD_LEAD)[0]

    def position(self, metric: str, **filters: str) -> str:
        figure = Figure.objects.get(metric=metric, filters=filters)
        return f"R-{figure.position:03d}"

    def test_a_figure_says_how_it_is_worked_out_and_shows_its_records(
        self, furnished: Any, staff: Client
    ) -> None:
        text = text_of(staff.get(page(furnished, "report_figure", position=self.position("reach"))))
        for words in (
            "Where 67% comes from",
            "191",
            "285",
            "Schools reached, version 1",
            "6 of 191 shown.",
            "The 94 not counted are",
        ):
            assert words in text

    def test_the_list_of_records_names_every_school_counted_and_not_counted(
        self, furnished: Any, staff: Client
    ) -> None:
        position = self.position("reach", authority="971")
        counted = text_of(staff.get(page(furnished, "report_figure_records", position=position)))
        url = page(furnished, "report_figure_records", position=position)
        others = text_of(staff.get(f"{url}?show=not_counted"))
        figure = Figure.objects.get(metric="reach", filters={"authority": "971"})
        for urn in figure.out_of:
            assert (urn in counted, urn in others) == (urn in figure.counted, urn not in figure.counted)

    def test_a_hidden_figure_shows_neither_its_value_nor_its_records(
        self, furnished: Any, staff: Client
    ) -> None:
        position = self.position("reach", authority="976")
        text = text_of(staff.get(page(furnished, "report_figure", position=position)))
        assert "Hidden, because it rests on too few" in text
        assert "Isle of Farrow Primary" not in text
        assert "Check code of the records" not in text
        assert staff.get(page(furnished, "report_figure_records", position=position)).status_code == 404

    def test_contacts_are_named_by_their_partner_only(self, furnished: Any, staff: Client) -> None:
        position = self.position("contacts_checked")
        text = text_of(staff.get(page(furnished, "report_figure_records", position=position)))
        assert "University of Saltby" in text
        assert "Leah Contact" not in text

    def test_partners_are_named(self, furnished: Any, staff: Client) -> None:
        position = self.position("partners_by_kind", kind="trust")
        assert "Cleaveholm Trust" in text_of(
            staff.get(page(furnished, "report_figure_records", position=position))
        )

    def test_a_figure_that_is_not_in_the_register_is_not_there(self, furnished: Any, staff: Client) -> None:
        assert staff.get(page(furnished, "report_figure", position="R-999")).status_code == 404

    def test_the_register_is_narrowed_to_a_section(self, furnished: Any, staff: Client) -> None:
        url = page(furnished, "report_figures")
        assert "Typical distance" in text_of(staff.get(url))
        assert "Typical distance" not in text_of(staff.get(f"{url}?section=reach"))

    def test_it_takes_the_same_number_of_queries_whatever_the_number_of_figures(
        self, furnished: Any, staff: Client, django_assert_max_num_queries: Any
    ) -> None:
        staff.get(page(furnished, "report_figures"))
        with django_assert_max_num_queries(12):
            staff.get(page(furnished, "report_figures"))


class TestWhoSeesWhat:
    def test_the_board_sees_a_report_once_it_is_published(
        self, furnished: Any, lead: Any, sign_in: Any
    ) -> None:
        edition = drafted(furnished, lead)
        client, _ = sign_in(furnished, BOARD)
        for name in ("report", "report_pdf", "report_figures"):
            assert status(client, page(furnished, name)) == 404
        assert "Version 1" not in text_of(client.get(insight(furnished)))
        with acting_within(furnished):
            publish_edition(edition=approve_edition(edition=edition, by=lead), by=lead)
        for name in ("report", "report_pdf", "report_figures"):
            assert status(client, page(furnished, name)) == 200

    def test_the_board_reads_figures_and_not_the_records_behind_them(
        self, furnished: Any, lead: Any, sign_in: Any
    ) -> None:
        published(furnished, lead)
        client, _ = sign_in(furnished, BOARD)
        text = text_of(client.get(page(furnished, "report_figure", position="R-001")))
        assert "Where 60 comes from" in text
        assert "Open as a list" not in text
        assert status(client, page(furnished, "report_figure_records", position="R-001")) == 403

    def test_a_partner_contact_sees_none_of_it(self, furnished: Any, lead: Any, sign_in: Any) -> None:
        published(furnished, lead)
        client, _ = sign_in(furnished, Role.PARTNER_CONTACT, partner=PartnerFactory())
        assert client.get(insight(furnished)).status_code == 403
        for name in ("report", "report_pdf", "report_figures", "report_progress"):
            assert status(client, page(furnished, name)) == 403

    def test_another_alliances_report_is_not_there(
        self, furnished: Any, lead: Any, other_alliance: Any, sign_in: Any
    ) -> None:
        published(furnished, lead)
        client, _ = sign_in(other_alliance, Role.STRATEGIC_LEAD)
        for name in ("report", "report_pdf", "report_figures"):
            assert status(client, page(other_alliance, name)) == 404
            assert status(client, page(furnished, name)) == 404


class TestTakingBack:
    WHY = {"reason": "wrong", "explanation": "A table was mixed up"}

    def test_the_strategic_lead_sees_what_readers_will_see_before_it_is_done(
        self, furnished: Any, lead: Any, sign_in: Any
    ) -> None:
        published(furnished, lead)
        client, _ = sign_in(furnished, Role.STRATEGIC_LEAD)
        url = page(furnished, "withdraw_report")
        assert url in text_of(client.get(page(furnished, "report")))
        text = text_of(client.post(url, self.WHY))
        assert "What readers will see" in text
        assert "and withdrew it on" in text
        assert "A table was mixed up." in text
        assert Edition.objects.get().state == "published"

    def test_confirmed_it_is_withdrawn_and_its_address_is_gone(
        self, furnished: Any, lead: Any, sign_in: Any
    ) -> None:
        published(furnished, lead)
        client, _ = sign_in(furnished, Role.STRATEGIC_LEAD)
        url = page(furnished, "withdraw_report")
        response = client.post(url, {**self.WHY, "confirm": "yes"}, follow=True)
        assert response.redirect_chain == [(page(furnished, "report"), 302)]
        gone = client.get(page(furnished, "report_pdf"))
        assert gone.status_code == 410
        assert "This version was withdrawn" in text_of(gone)
        assert "A table was mixed up." in text_of(gone)
        assert page(furnished, "report_pdf") not in text_of(client.get(insight(furnished)))

    def test_the_board_reads_the_notice_and_no_figure(self, furnished: Any, lead: Any, sign_in: Any) -> None:
        edition = published(furnished, lead)
        withdraw_edition(edition=edition, by=lead, **self.WHY)
        client, _ = sign_in(furnished, BOARD)
        for name, more in (
            ("report_pdf", {}),
            ("report_figures", {}),
            ("report_figure", {"position": "R-001"}),
        ):
            response = client.get(page(furnished, name, **more))
            assert response.status_code == 410
            assert "This version was withdrawn" in text_of(response)
            assert "Schools reached" not in text_of(response)
        text = text_of(client.get(page(furnished, "report")))
        assert ("This version was withdrawn" in text, "Schools reached" in text) == (True, False)

    def test_a_passage_is_removed_after_its_replacement_was_shown(
        self, furnished: Any, lead: Any, sign_in: Any
    ) -> None:
        with_foreword(furnished, lead, "Thanks to all.\n\nBilly Smith likes fractions now.")
        published(furnished, lead)
        client, _ = sign_in(furnished, Role.STRATEGIC_LEAD)
        url = page(furnished, "redact_report")
        chosen = {"passages": ["foreword-2"], "reason": "person_named", "explanation": ""}
        text = text_of(client.post(url, chosen))
        assert "<del>Billy Smith likes fractions now.</del>" in text
        assert "It named somebody who should not be named.</strong>" in text
        text = text_of(client.post(url, {**chosen, "confirm": "yes"}, follow=True))
        assert "Passages of it were removed after it was published" in text
        assert "Building the draft" in text
        assert "Billy Smith" not in text_of(client.get(url))
        assert status(client, page(furnished, "report_pdf")) == 404

    def test_what_is_held_back_nobody_downloads_and_a_second_lead_decides(
        self, furnished: Any, lead: Any, sign_in: Any
    ) -> None:
        edition = published(furnished, lead)
        furnished.two_pairs_of_eyes = True
        furnished.save()
        withdraw_edition(edition=edition, by=lead, **self.WHY)
        client, _ = sign_in(furnished, Role.STRATEGIC_LEAD)
        assert status(client, page(furnished, "report_pdf")) == 409
        text = text_of(client.get(page(furnished, "report")))
        assert f"{lead} asks that it be withdrawn: A table was mixed up." in text
        client.post(page(furnished, "agree_to_removal"))
        assert Edition.objects.get().state == "withdrawn"

    def test_it_is_let_be_read_again(self, furnished: Any, lead: Any, sign_in: Any) -> None:
        edition = published(furnished, lead)
        furnished.two_pairs_of_eyes = True
        furnished.save()
        withdraw_edition(edition=edition, by=lead, **self.WHY)
        client, _ = sign_in(furnished, Role.STRATEGIC_LEAD)
        client.post(page(furnished, "drop_removal"))
        assert status(client, page(furnished, "report_pdf")) == 200

    def test_why_it_goes_is_asked_for(self, furnished: Any, lead: Any, sign_in: Any) -> None:
        published(furnished, lead)
        client, _ = sign_in(furnished, Role.STRATEGIC_LEAD)
        for name in ("withdraw_report", "redact_report"):
            response = client.post(page(furnished, name), {"confirm": "yes"})
            assert (response.status_code, Edition.objects.get().state) == (422, "published")


class TestTheForeword:
    def test_a_lead_writes_it_for_a_year(self, furnished: Any, sign_in: Any) -> None:
        client, _ = sign_in(furnished, Role.ADMINISTRATOR)
        url = reverse("report_foreword", kwargs={"slug": furnished.slug, "year": YEAR})
        assert url in text_of(client.get(insight(furnished)))
        response = client.post(url, {"text": "Thanks to all."}, follow=True)
        assert "The foreword of 2024/25 is saved" in text_of(response)
        assert "Thanks to all." in text_of(client.get(url))

    def test_a_year_without_records_has_none(self, furnished: Any, sign_in: Any) -> None:
        client, _ = sign_in(furnished, Role.ADMINISTRATOR)
        url = reverse("report_foreword", kwargs={"slug": furnished.slug, "year": "2009-10"})
        assert client.get(url).status_code == 404


class TestToday:
    def test_a_draft_waits_for_the_strategic_lead_alone(
        self, furnished: Any, lead: Any, sign_in: Any
    ) -> None:
        drafted(furnished, lead)
        client, _ = sign_in(furnished, Role.STRATEGIC_LEAD)
        url = reverse("today", kwargs={"slug": furnished.slug})
        assert "Impact report 2024/25 waits for approval" in text_of(client.get(url))
        other, _ = sign_in(furnished, Role.CPD_LEAD)
        assert "waits for approval" not in text_of(other.get(url))

    def test_a_build_that_stopped_is_told_to_the_leads(self, furnished: Any, lead: Any, sign_in: Any) -> None:
        locked_job(lock(start(furnished, lead), lead))
        client, _ = sign_in(furnished, Role.ADMINISTRATOR)
        url = reverse("today", kwargs={"slug": furnished.slug})
        assert "Impact report 2024/25 is not being built" in text_of(client.get(url))

    def test_reach_so_far_stands_beside_the_last_locked_figures(
        self, furnished: Any, lead: Any, sign_in: Any
    ) -> None:
        draft(lock(start(furnished, lead), lead))
        client, _ = sign_in(furnished, Role.CPD_LEAD)
        text = text_of(client.get(reverse("today", kwargs={"slug": furnished.slug})))
        assert "Schools reached" in text
        assert "67% in 2024/25" in text
