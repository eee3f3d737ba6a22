"""Rules of how the alliance grows, in plain Python."""
