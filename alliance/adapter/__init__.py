"""What allauth asks us to decide: about accounts, second factors, and accounts at other doors."""
