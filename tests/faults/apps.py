from django.apps import AppConfig


class FaultsConfig(AppConfig):
    """Brings the counted jobs into the processes that the fault tests start."""

    name = "tests.faults"

    def ready(self) -> None:
        from foundation.jobs.registry import register_job
        from tests.faults.counted import COUNTED, UNHURRIED, count

        register_job(COUNTED, count)
        register_job(UNHURRIED, count, unhurried=True)
