"""What a mail server means when it does not take a letter."""

from smtplib import SMTPRecipientsRefused

OF_US = b"5.7."
"""How it begins to say that it takes nothing from us, whoever it is for (RFC 3463: security and policy)."""


def is_address_refused(error: OSError) -> bool:
    """Whether the address is refused for good: there is no such mailbox, and there will be none."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(500 <= code < 600 and not said.startswith(OF_US) for code, said in error.recipients.values())
