-- For the connection that reads all scopes: they are sent as they are read, and a worker that handed them to the
-- server's process would only copy them once more (0.28 s against 0.45 s for 156,715). Writes nothing.
SET LOCAL max_parallel_workers_per_gather = 0;
