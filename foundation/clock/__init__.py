"""What the clock forgets by itself, once a night, of what belongs to no alliance.

Apps say in their `ready()` what that is (`registry`). What belongs to an alliance is forgotten by its own job.
"""
