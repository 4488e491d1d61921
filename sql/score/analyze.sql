-- After many judgements were written: what later stages filter and join by. 3,000 rows are enough for that.
SET LOCAL default_statistics_target = 10;
ANALYZE result.judgement (to_run, from_run, rules_run, pattern);
ANALYZE result.pattern (pattern, target);
ANALYZE result.near (rules_run, pattern);
