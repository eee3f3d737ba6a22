"""What a person has written into a form and not yet saved."""
