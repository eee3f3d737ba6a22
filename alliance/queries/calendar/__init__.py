"""Which dates there are, for whom, and who reads them from a calendar program."""
