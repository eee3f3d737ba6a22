"""What surveys ask, and what of the answers may be shown."""
