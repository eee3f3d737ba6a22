"""Tables that people bring: a file or pasted cells become rows, each checked, shown, applied, and undone.

An app says what can be brought (`target.Target`, registered in its `ready()`); its actions do the writing.
How the parts work together, and how to add a target: docs/importing.md.
"""
