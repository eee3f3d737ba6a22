"""Pages of agreements: the list, the record, the steps of their life, and templates."""
