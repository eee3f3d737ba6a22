"""The composition root: settings, addresses, processes. Nothing imports it."""
