"""Letters: written once as blocks, sent as HTML that every mail program shows and as plain text beside it."""
