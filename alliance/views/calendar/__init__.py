"""The pages of the calendar, and the feeds that calendar programs read."""
