"""What `./portal` does once Python is there: services, the processes of the portal, the project's commands.

Nothing here imports Django or an app of the portal (but for a benchmark's own process): the portal runs as
processes that this starts.
"""
