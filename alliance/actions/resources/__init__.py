"""What is done to resources and their versions."""
