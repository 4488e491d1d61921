-- Until the end of the transaction by this process alone: a second one costs more to start and end than it takes over (100 ms of
-- processor time for a table of the registry's size, where this one alone takes 70), and the other core has another delivery.
SET LOCAL max_parallel_workers_per_gather = 0;
