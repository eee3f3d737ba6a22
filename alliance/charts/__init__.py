"""Pictures of what the alliance's queries tell."""
