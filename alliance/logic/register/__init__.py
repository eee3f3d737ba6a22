"""Reading the School register: files as published, their oddities, and what they come to. Pure Python.

`lines` turns bytes into text, `rows` text into fields, `layouts` says which column means what, `repair` puts
shifted fields back where that is certain, `table` joins these into records and rejections; `links` and
`succession` fold predecessors and successors into one identity, `heads` keeps a digest where a name would be
too much, `changes` says what an alliance is told.
"""
