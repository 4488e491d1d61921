-- After a shortlist was written: how many it holds, or publish's joins are planned for a handful.
SET LOCAL default_statistics_target = 10;
ANALYZE pool.shortlist (run, position, uscc);
