"""What is done to school facts: recorded, changed, removed, brought from tables and from the DfE's files."""
