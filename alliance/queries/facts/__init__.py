"""School facts as others read them: one school's record, lists, figures for reports, what systems sync."""
