"""What the alliance measures: each metric has a name, a version, a definition, and one way to compute it.

`metric` holds the registry, `source` what metrics read, `collect` computes all of them; the other modules
are metrics.
"""
