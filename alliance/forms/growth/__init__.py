"""Forms about how the alliance grows."""
