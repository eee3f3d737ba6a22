"""Which resources there are for whom, found also by the words inside them."""
