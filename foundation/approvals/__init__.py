"""Asking somebody to decide: a letter with a signed link, an answer that counts once.

Apps bring the kinds of thing that can be asked (`kinds`): what is shown, and what an answer does. Whoever is
asked needs no account. Opening the link changes nothing, for programs that scan mail open links too; the
answer is a press of a button, with a name typed. The foundation knows no kind by name.
"""
