-- How the firms of tidu_moved were judged at the ranking before, if they were candidates then.
-- tidu.before  bigint  the ranking before
-- Reads tidu_moved, result.judgement, result.pattern, result.program.
COPY (
    SELECT m.firm, g.tier, g.kind, get_byte(p.verdicts, p.target)::smallint, j.rank_key, coalesce(j.county, ''),
           coalesce(j.industry, '')
    FROM tidu_moved AS m
    JOIN result.judgement AS j ON j.uscc = m.uscc AND j.from_run <= current_setting('tidu.before')::bigint
                              AND j.to_run > current_setting('tidu.before')::bigint
    JOIN result.pattern AS p ON p.pattern = j.pattern
    JOIN result.program AS g ON g.from_run = j.rules_run AND g.position = p.target
    WHERE p.target >= 0
) TO STDOUT (FORMAT binary)
