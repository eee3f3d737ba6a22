"""What is done to surveys: their templates, their runs, their answers, and what came of them."""
