"""The pages of resources, and their files."""
