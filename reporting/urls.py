"""Addresses of the reporting app. A version is named by its year and number, a figure by its register id."""

from django.urls import path, register_converter

from alliance.logic.academic_year import AcademicYear
from reporting.views import changes, checking, figures, files, forewords, removing, report, reports


class YearConverter:
    """`2024-25`, and nothing that is not two years in a row."""

    regex = r"20\d\d-\d\d"

    def to_python(self, value: str) -> AcademicYear:
        year = AcademicYear(int(value[:4]))
        if year.slug != value:
            raise ValueError(value)
        return year

    def to_url(self, value: AcademicYear | str) -> str:
        return value.slug if isinstance(value, AcademicYear) else value


class RegisterIdConverter:
    """`R-014`: the id of a figure in its version's register, as the place it stands for."""

    regex = r"R-\d{3,5}"

    def to_python(self, value: str) -> int:
        return int(value[2:])

    def to_url(self, value: int | str) -> str:
        return value if isinstance(value, str) else f"R-{value:03d}"


register_converter(YearConverter, "year")
register_converter(RegisterIdConverter, "register_id")

INSIGHT = "a/<slug:slug>/insight/"
REPORT = f"{INSIGHT}<year:year>/<int:number>/"

urlpatterns = [
    path(INSIGHT, reports.insight, name="insight"),
    path(f"{INSIGHT}<year:year>/start/", reports.start, name="start_report"),
    path(f"{INSIGHT}<year:year>/foreword/", forewords.foreword, name="report_foreword"),
    path(REPORT, report.report, name="report"),
    path(f"{REPORT}progress/", report.progress, name="report_progress"),
    path(f"{REPORT}report.pdf", files.download, name="report_pdf"),
    path(f"{REPORT}stop/", changes.stop, name="stop_report"),
    path(f"{REPORT}build/", changes.build, name="build_report"),
    path(f"{REPORT}set-aside/", changes.set_aside, name="set_aside_report"),
    path(f"{REPORT}approve/", changes.approve, name="approve_report"),
    path(f"{REPORT}publish/", changes.publish, name="publish_report"),
    path(f"{REPORT}figures/", figures.figures, name="report_figures"),
    path(f"{REPORT}figures/<register_id:position>/", figures.figure, name="report_figure"),
    path(f"{REPORT}figures/<register_id:position>/records/", figures.records, name="report_figure_records"),
    path(f"{REPORT}withdraw/", removing.withdraw, name="withdraw_report"),
    path(f"{REPORT}redact/", removing.redact, name="redact_report"),
    path(f"{REPORT}removal/agree/", removing.agree, name="agree_to_removal"),
    path(f"{REPORT}removal/drop/", removing.drop, name="drop_removal"),
    path("p/<slug:slug>/check/", checking.check, name="check_reports"),
    path("p/<slug:slug>/check/<slug:code>/", checking.check_copy, name="check_report"),
]
