"""`./portal audit`: advisories read as the tools write them, and silence never taken for safety."""

import pytest

from tsa_portal.runtime.audit import (
    NOT_JUDGED,
    SAFE,
    VULNERABLE,
    Verdict,
    read_npm_audit,
    read_pip_audit,
    status_of,
)

PIP = {
    "dependencies": [
        {"name": "django", "version": "5.2.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["5.2.9"]}]},
        {"name": "amqp", "version": "5.4.2", "vulns": []},
        {
            "name": "vine",
            "skip_reason": "Dependency not found on PyPI and could not be audited: vine (5.1.0)",
        },
    ]
}
NPM = {
    "vulnerabilities": {"sass": {"severity": "high", "fixAvailable": True}},
    "metadata": {"dependencies": {"total": 41}},
}


def test_a_finding_names_the_package_the_advisory_and_the_release_that_mends_it() -> None:
    verdict = read_pip_audit("requirements/base.txt", PIP)
    assert verdict.findings == ("django 5.2.0: PYSEC-2026-1, mended in 5.2.9",)
    assert verdict.sentence == (
        "requirements/base.txt: 2 packages, 1 known vulnerability; "
        "1 not judged: the registry gave no advisories for them"
    )


def test_what_npm_finds_is_read_too() -> None:
    verdict = read_npm_audit("frontend/package-lock.json", NPM)
    assert (verdict.judged, verdict.findings) == (41, ("sass: high, npm has a fix",))


def test_a_registry_without_advisories_judges_nothing() -> None:
    verdict = read_npm_audit("frontend/package-lock.json", {"statusCode": 405, "message": "not allowed"})
    assert verdict.sentence == (
        "frontend/package-lock.json: all not judged: the registry gave no advisories for them"
    )


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        ([Verdict("a", judged=3)], SAFE),
        ([Verdict("a", judged=3), Verdict("b")], NOT_JUDGED),
        ([Verdict("a", judged=3, not_judged=1)], NOT_JUDGED),
        ([Verdict("a", judged=3, not_judged=1, findings=("x",))], VULNERABLE),
    ],
)
def test_the_exit_status_tells_findings_and_silence_apart(verdicts: list[Verdict], status: int) -> None:
    assert status_of(verdicts) == status
