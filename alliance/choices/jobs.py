"""Kinds of work in the background, by which the web asks for it and a worker finds it."""

FORGET = "forget"
ROUNDS = "nightly_rounds"
HOURLY = "hourly"
