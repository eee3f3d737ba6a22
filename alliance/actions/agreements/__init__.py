"""What is done to agreements: drafted, sent, signed by both, renewed, ended; and what the night brings."""
