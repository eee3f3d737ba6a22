"""Pango, which draws the text of PDFs and comes with no wheel."""

import os
import shutil
import subprocess
import sys

from tsa_portal.runtime.changes import SystemChanges, can_install_packages
from tsa_portal.runtime.locks import held
from tsa_portal.runtime.paths import PROJECT
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.progress import step

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
)
FOLDER = PROJECT / ".cache" / "pango"
INSTALL = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *PACKAGES]
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def environment(changes: SystemChanges) -> dict[str, str]:
    """The variables with which WeasyPrint finds Pango; installs it first where it is missing and can be had.

    Without it the portal works but for PDFs: then this says what to run and returns nothing.
    """
    if loads({}):
        return {}
    if unpacked():
        return unpacked()
    try:
        if changes.allowed and can_install_packages():
            changes.run("Pango, to draw PDFs", ["apt-get", "update", "-qq"], INSTALL)
            return {}
        if shutil.which("apt-get") and shutil.which("dpkg"):
            with step("Pango, unpacked into the project"):
                _unpack()
            if loads(_own()):
                (FOLDER / "ready").touch()
                return _own()
    except (Problem, subprocess.CalledProcessError, OSError) as error:
        print(f"  Pango could not be installed: {error}", flush=True)
    print(f"  PDFs will not work without Pango. As root: {' '.join(INSTALL)}", flush=True)
    return {}


def unpacked() -> dict[str, str]:
    """The variables of a Pango that was unpacked into the project earlier; none where that was not needed."""
    return _own() if (FOLDER / "ready").exists() and loads(_own()) else {}


def loads(variables: dict[str, str]) -> bool:
    """Whether a process with these variables can load every library."""
    attempt = f"import ctypes; [ctypes.CDLL(name) for name in {LIBRARIES!r}]"
    command = [sys.executable, "-c", attempt]
    return (
        subprocess.run(command, env={**os.environ, **variables}, capture_output=True, check=False).returncode
        == 0
    )


def _own() -> dict[str, str]:
    folders = [
        str(path)
        for path in sorted(FOLDER.glob("root/usr/lib/*-linux-*")) + sorted(FOLDER.glob("root/lib/*-linux-*"))
    ]
    given = os.environ.get("LD_LIBRARY_PATH")
    return {
        "LD_LIBRARY_PATH": os.pathsep.join(folders + ([given] if given else [])),
        "FONTCONFIG_FILE": str(FOLDER / "fonts.conf"),
    }


def _unpack() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with held(FOLDER / "lock"):
        downloads = FOLDER / "packages"
        downloads.mkdir(exist_ok=True)
        apt = _apt_with_own_lists()
        missing = [name for name in _closure(apt) if not _is_installed(name)]
        subprocess.run([*apt, "download", "-qq", *missing], cwd=downloads, check=True, capture_output=True)
        for package in sorted(downloads.glob("*.deb")):
            subprocess.run(
                ["dpkg", "-x", str(package), str(FOLDER / "root")], check=True, capture_output=True
            )
        fonts = FONTS_CONF.format(fonts=FOLDER / "root/usr/share/fonts", cache=FOLDER / "font-cache")
        (FOLDER / "fonts.conf").write_text(fonts)


def _apt_with_own_lists() -> list[str]:
    """An apt-get that keeps its lists in the project: it needs no root and changes nothing outside."""
    options = ["-o", f"Dir::State::Lists={FOLDER / 'lists'}", "-o", f"Dir::Cache={FOLDER / 'cache'}"]
    apt = ["apt-get", *options, "-o", "APT::Sandbox::User="]
    for folder in ("lists/partial", "cache/archives/partial"):
        (FOLDER / folder).mkdir(parents=True, exist_ok=True)
    subprocess.run([*apt, "update", "-qq"], check=True, capture_output=True)
    return apt


def _closure(apt: list[str]) -> list[str]:
    kinds = ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")
    command = ["apt-cache", *apt[1:], "depends", "--recurse", *[f"--no-{kind}" for kind in kinds], *PACKAGES]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return sorted({line for line in lines if line and line[0] not in " <|"})


def _is_installed(package: str) -> bool:
    command = ["dpkg-query", "-W", "-f", "${db:Status-Abbrev}", package]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.startswith("ii")
