"""What is done to dates, terms and calendar feeds."""
