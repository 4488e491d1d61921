-- Candidates whose judgement is not that of the ranking before.
-- tidu.run     bigint  this run
-- tidu.before  bigint  the ranking before
-- Reads result.judgement, result.pattern.
COPY (
    SELECT j.uscc, get_byte(p.verdicts, p.target)::smallint
    FROM result.judgement AS j
    JOIN result.pattern AS p ON p.pattern = j.pattern
    WHERE j.from_run > (SELECT current_setting('tidu.before')::bigint)
      AND j.to_run > (SELECT current_setting('tidu.run')::bigint)
      AND p.target >= 0
) TO STDOUT (FORMAT binary)
