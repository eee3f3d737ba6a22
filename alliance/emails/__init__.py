"""Letters of the alliance app."""

from alliance.emails.account import account_letter
from alliance.emails.invitations import invitation_letter, invitation_link

__all__ = ["account_letter", "invitation_letter", "invitation_link"]
