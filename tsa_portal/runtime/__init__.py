"""What `./portal` does once Python is there: embedded services, the processes of the portal, and the project's own commands.

Nothing here imports Django or an app of the portal; the portal is started as processes of its own.
"""
