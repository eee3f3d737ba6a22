"""What people fill in: the shape of the input and the sentences about it. Forms save nothing."""
