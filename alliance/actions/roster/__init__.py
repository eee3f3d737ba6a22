"""The people of the partners: who they are, where they work, and who is one person."""
