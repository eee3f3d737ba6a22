"""What was erased for a person's sake stays erased: a restored backup from before has it erased again.

An action that erases calls `log.record_erasure` in its own transaction. The log holds kinds and ids, in the
database and once more in `erasures.jsonl` of the data directory, for when the database itself is lost.
"""
