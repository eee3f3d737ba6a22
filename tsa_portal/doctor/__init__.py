"""`./portal doctor`: what is well, what is not, and the line that mends it.

It changes nothing and tells no secret.
"""
