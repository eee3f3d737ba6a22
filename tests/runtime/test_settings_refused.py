"""Settings that would be unsafe in production are refused, with the sentence that says why."""

import os
import subprocess
import sys

import pytest

SAFE = {
    "TSA_SECRET_KEY": "a-key-of-the-tests",
    "TSA_ADDRESS": "https://portal.example.org",
    "TSA_EMAIL_URL": "smtp+tls://portal:secret@mail.example.org:587",
    "DATABASE_URL": "postgres://tsa_app@localhost/tsa",
}


def refusal(**changed: str) -> str:
    """The last line that reading the settings ends with; empty where they are taken."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    given = {name: value for name, value in {**SAFE, **changed}.items() if value}
    done = subprocess.run(
        [sys.executable, "-c", "import tsa_portal.settings"],
        env={**inherited, **given},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.strip().rpartition("\n")[2]


def test_safe_settings_are_taken() -> None:
    assert refusal() == ""


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"TSA_SECRET_KEY": ""}, "TSA_SECRET_KEY is not set"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        ({"TSA_EMAIL_URL": ""}, "would go to the log"),
        ({"TSA_DEBUG": "1"}, "TSA_DEBUG shows settings and code to everybody"),
    ],
)
def test_unsafe_settings_are_refused(changed: dict[str, str], sentence: str) -> None:
    assert sentence in refusal(**changed)
