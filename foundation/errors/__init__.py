"""What people see when something does not work: what happened, why, and what to do next."""
