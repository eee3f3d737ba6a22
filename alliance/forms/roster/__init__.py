"""Forms about people and where they work."""
