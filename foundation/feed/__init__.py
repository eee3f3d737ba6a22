"""The change feed: every create, update and delete, in an order that misses nothing (docs/adr/0007).

A table enters it by `FeedTable` in a migration and by a `Resource` in its app's `ready()`. Triggers write it
in the writer's own transaction; `reading.py` reads it up to a horizon below which nothing can still appear.
"""
