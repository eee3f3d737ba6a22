"""Proof that a client which only follows the feed ends equal to the database."""
