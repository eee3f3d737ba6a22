"""What guards the portal as a whole, besides the settings: headers, and addresses that the web expects."""
