"""Pages about schools' teachers and pupils."""
