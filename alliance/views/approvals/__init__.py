"""Pages of approvals: the one that a signed link opens, and the list of what is waited for."""
