"""Pages of prospects and of how the alliance grows."""
