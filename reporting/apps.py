from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Metrics and the annual impact report."""

    name = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from alliance.demo.parts import register_part
        from alliance.queries.getting_started import register_step
        from alliance.queries.today import register_attention, register_tiles
        from foundation.calendars import register_source
        from foundation.jobs.registry import register_job
        from foundation.notifications.kinds import Kind, register_kind
        from foundation.personal.registry import register_holding, register_nobody
        from foundation.ui import areas
        from reporting import policy
        from reporting.choices import BUILD_REPORT, DESTROY_FILES, REPORT_NEWS
        from reporting.metrics.metric import register_metric
        from reporting.metrics.partners import PARTNER_METRICS
        from reporting.metrics.reach import REACH_METRICS
        from reporting.queries import personal
        from reporting.queries.editions import editions_seen
        from reporting.queries.first_report import FIRST_REPORT
        from reporting.queries.milestones import SOURCE
        from reporting.views import today

        insight = areas.Area("Insight", "insight", "insight", policy.see_reports, order=800, on_phones=True)
        areas.register(insight)
        register_holding(*personal.HOLDINGS)
        register_nobody(personal.NOBODY_IN)
        for metric in (*PARTNER_METRICS, *REACH_METRICS):
            register_metric(metric)
        register_attention(today.reports_due)
        register_source(SOURCE)
        register_step(FIRST_REPORT)
        register_tiles(today.reach_tiles)
        register_part("reporting.demo.add_reports")
        register_job(DESTROY_FILES, "reporting.jobs.destroy_files")
        register_kind(Kind(REPORT_NEWS, "Impact reports", policy.see_reports, editions_seen))
        register_job(BUILD_REPORT, "reporting.jobs.build_report", on_failure="reporting.jobs.tell_of_failure")
