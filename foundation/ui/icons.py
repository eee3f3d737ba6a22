"""Names of the icons in ``static/icons/``; each becomes a symbol of the built sprite."""

ICONS = frozenset(
    {
        "arrow-down", "arrow-up", "bell", "book", "bookmark", "calendar", "check", "chevron-down",
        "chevron-left", "chevron-right", "chevrons", "close", "copy", "download", "external", "file",
        "funding", "gear", "governance", "growth", "help", "home", "itt", "key", "list", "lock", "log-out",
        "mail", "map", "menu", "monitor", "moon", "more", "partners", "people", "plus", "print", "report",
        "search", "send", "shield", "sliders", "strategy", "sun", "support", "trash", "undo", "upload",
        "user", "insight",
    }
)  # fmt: skip
