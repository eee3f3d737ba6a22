"""The people of the partners, as lists, records and other apps read them."""
