"""Forms of surveys: making them, and answering them."""
