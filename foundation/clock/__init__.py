"""What the clock forgets once a night, of what belongs to no alliance.

Apps say in their `ready()` what that is (`registry`). What is an alliance's is forgotten by its own job.
"""
