"""What is read of surveys; and what other apps bring to them: whom to ask, and when."""
