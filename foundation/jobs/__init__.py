"""Work that must not be lost: the database is the truth, the broker a hint.

An action calls `queue.enqueue` in its own transaction; the relay publishes; a worker claims the job with
a fence, keeps its lease, and writes back only while the fence is still its own; the sweeper publishes
again what stalled. Handlers are registered with `registry.register_job` when the apps are ready.
"""
