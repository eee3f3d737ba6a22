"""Forms about a school's teachers and pupils, and the DfE's files."""
