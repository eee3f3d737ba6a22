"""What every long list has: columns to choose from, verbs for the selected rows, saved views."""
