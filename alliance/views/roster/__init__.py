"""The pages of the people of the partners."""
