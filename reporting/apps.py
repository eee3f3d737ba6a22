from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Metrics and the annual impact report."""

    name = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
