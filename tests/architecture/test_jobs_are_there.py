"""Apps say by name what does their jobs, so nothing but a start of the worker would find a wrong one."""

from foundation.jobs import registry


def test_every_kind_of_job_names_work_that_is_there() -> None:
    registry.load_handlers()
    named = [kind for kind in registry._kinds.values() if isinstance(kind.done_by, str)]
    assert {str(kind.done_by).rpartition(".")[0] for kind in named} == {
        "alliance.jobs",
        "foundation.importer.jobs",
        "reporting.jobs",
    }
    assert [kind.done_by for kind in named] == [
        f"{kind.handler.__module__}.{kind.handler.__qualname__}" for kind in named
    ]
