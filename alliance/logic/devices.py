"""What tells one session of a person from another: the browser in plain words, and a harmless name."""

import hashlib

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""The first that is found: most browsers also claim to be those further down."""

DEVICES = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("CrOS", "a Chromebook"),
    ("Android", "an Android phone or tablet"),
    ("Windows", "Windows"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """`Chrome on Windows`; "A browser we do not recognise" where nothing is known."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    device = next((name for sign, name in DEVICES if sign in user_agent), "")
    if browser and device:
        return f"{browser} on {device}"
    if browser or device:
        return browser or f"A browser on {device}"
    return "A browser we do not recognise"


def handle_of(session_key: str) -> str:
    """What names a session on a page: nobody can sign in with it, as they could with the key."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:20]
