"""Where the portal holds something about a person: one entry a model, and none without one.

An entry (`registry.Holding`) says which columns those are and of which class, how a person's rows are found,
what subject access hands out, and what erasure does. Apps register theirs in their `ready()`; a gate
(`gates.py`) fails the build for a column that may hold a person and that no entry speaks of.
"""
