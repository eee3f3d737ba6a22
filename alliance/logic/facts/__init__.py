"""What school facts mean: retention, measures and their gaps, and the DfE's published files."""
