"""The one file of a backup: written whole, read with suspicion."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tsa_portal.runtime import archive
from tsa_portal.runtime.archive import Manifest, Member
from tsa_portal.runtime.problem import Problem

Change = Callable[[bytes], bytes]


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of a dump and two files."""
    files = tmp_path / "files"
    (files / "a" / "reports").mkdir(parents=True)
    (files / "a" / "reports" / "one.pdf").write_bytes(b"%PDF one" * 1000)
    (files / "two.csv").write_bytes(b"URN,Name\n")
    (tmp_path / "database.dump").write_bytes(b"PGDMP" * 5000)
    manifest = Manifest("2026-02-03T04:05:06+00:00", 180006, ["alliance.0001_initial"], {"alliance_user": 3})
    target = tmp_path / "tsa.tar"
    archive.write(target, manifest, dump=tmp_path / "database.dump", files=files)
    return target


def refusal(path: Path) -> str:
    with pytest.raises(Problem) as refused, archive.opened(path) as opened:
        opened.verify()
    return str(refused.value)


def with_manifest(path: Path, **changed: object) -> Path:
    """The same backup with another manifest."""
    with tarfile.open(path) as tar:
        members = {entry.name: tar.extractfile(entry).read() for entry in tar.getmembers()}
    told = json.loads(members[archive.MANIFEST]) | changed
    members[archive.MANIFEST] = json.dumps(told).encode()
    with tarfile.open(path, "w") as tar:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return path


def test_what_was_written_is_read_again(backup: Path, tmp_path: Path) -> None:
    with archive.opened(backup) as opened:
        opened.verify()
        assert opened.manifest.rows == {"alliance_user": 3}
        assert [member.name for member in opened.manifest.files] == [
            "files/a/reports/one.pdf",
            "files/two.csv",
        ]
        for member in opened.manifest.files:
            opened.extract(member, archive.place_of(member, tmp_path / "again"))
    assert (tmp_path / "again" / "a" / "reports" / "one.pdf").read_bytes() == b"%PDF one" * 1000
    assert (tmp_path / "again" / "two.csv").read_bytes() == b"URN,Name\n"


def test_it_is_its_owners_alone_to_read_and_nothing_is_left_beside_it(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in backup.parent.iterdir()) == ["database.dump", "files", "tsa.tar"]


@pytest.mark.parametrize("kept", [0, 100, 20_000, -5_000], ids=lambda kept: f"{kept} bytes")
def test_a_file_that_was_cut_short_is_refused(backup: Path, kept: int) -> None:
    backup.write_bytes(backup.read_bytes()[:kept])
    assert refusal(backup).startswith(f"{backup} is not a backup of the portal, or was cut short.")


def test_a_byte_that_changed_is_noticed(backup: Path) -> None:
    backup.write_bytes(backup.read_bytes().replace(b"%PDF one", b"%PDF two", 1))
    assert refusal(backup).startswith(
        "The backup is damaged: files/a/reports/one.pdf is not what was written."
    )


def test_a_file_of_a_newer_portal_is_refused(backup: Path) -> None:
    assert refusal(with_manifest(backup, format=2)).startswith("The backup was made by a newer portal.")


def test_a_file_that_is_something_else_is_refused(tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7 a letter")
    assert refusal(letter).startswith(f"{letter} is not a backup of the portal")
    assert refusal(tmp_path / "nothing.tar") == f"There is no file {tmp_path / 'nothing.tar'}."


def test_a_file_named_in_the_manifest_and_not_there_is_noticed(backup: Path) -> None:
    with archive.opened(backup) as opened:
        members = [vars(member) for member in opened.manifest.members]
    missing = {"name": "files/three.csv", "size": 3, "sha256": "0" * 64}
    assert "files/three.csv is not what was written" in refusal(
        with_manifest(backup, members=[*members, missing])
    )


@pytest.mark.parametrize("name", ["files/../../keys.json", "/etc/passwd", "keys.json"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Problem, match="leads elsewhere"):
        archive.place_of(Member(name, 1, "0"), tmp_path)
