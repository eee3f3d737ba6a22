"""Invented alliances to try the portal on: schools, partners, people and years of work.

The same on every machine: everything is made from fixed seeds and from today's academic
year. Other apps add what is theirs with `parts.register_part`.
"""
