"""A font configuration of our own, so that a machine's rules and its copies of our font change no document.

Our font comes with every document. The machine's fonts are only there for letters that ours does not have.
"""

from pathlib import Path

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir>/System/Library/Fonts</dir>
  <cachedir>/var/cache/fontconfig</cachedir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <selectfont><rejectfont><glob>*tkinson*</glob></rejectfont></selectfont>
</fontconfig>
"""


def write_configuration(folder: Path) -> Path:
    """The file to name in ``FONTCONFIG_FILE``."""
    path = folder / "fonts.conf"
    path.write_text(_CONFIGURATION, encoding="utf-8")
    return path
