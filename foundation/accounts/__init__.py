"""Accounts: what a password must withstand, and how small secrets are kept."""

AFTER_SECOND_FACTOR = "after_second_factor"
"""Session key: where somebody was going when they were asked to set up their second factor."""
