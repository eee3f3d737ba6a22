"""Whether the portal is well: what its processes tell of themselves, and what a probe is answered."""
