from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """What every app stands on."""

    name = "foundation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foundation.clock.forgetting import forget_pulses, forget_sessions
        from foundation.clock.registry import register_forgetting
        from foundation.importer import choices
        from foundation.jobs.registry import register_job
        from foundation.personal import own
        from foundation.personal.registry import register_holding, register_nobody

        register_holding(*own.HOLDINGS)
        register_nobody(own.NOBODY_IN)
        register_forgetting("sessions", forget_sessions)
        register_forgetting("pulses", forget_pulses)
        register_job(
            choices.PLAN,
            "foundation.importer.jobs.plan_rows",
            on_failure="foundation.importer.jobs.tell_of_failure",
        )
        register_job(
            choices.APPLY,
            "foundation.importer.jobs.apply_rows",
            on_failure="foundation.importer.jobs.tell_of_failure",
        )
        register_job(
            choices.UNDO,
            "foundation.importer.jobs.undo_rows",
            on_failure="foundation.importer.jobs.tell_of_failure",
        )
