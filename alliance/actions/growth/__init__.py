"""What is done to bring organisations into the alliance."""
