"""Reads about prospects and how the alliance grows."""
