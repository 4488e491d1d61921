-- Candidates whose judgement is not that of the ranking before.
-- tidu.before  bigint  the ranking before
-- Reads tidu_firm of rank/pool_begin, result.pattern.
COPY (
    SELECT f.uscc, get_byte(p.verdicts, p.target)::smallint
    FROM tidu_firm AS f
    JOIN result.pattern AS p ON p.pattern = f.pattern
    WHERE f.from_run > (SELECT current_setting('tidu.before')::bigint) AND f.stands AND f.target >= 0
) TO STDOUT (FORMAT binary)
