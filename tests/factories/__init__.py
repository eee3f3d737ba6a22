"""Believable rows, all invented. Owned rows are made inside `acting_within(alliance)`."""
