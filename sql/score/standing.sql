-- What stands: each content of a judgement and how many units have it.
COPY (
    SELECT j.units, p.target, p.verdicts, p.states
    FROM (
        SELECT pattern, count(*) AS units FROM result.judgement
        WHERE to_run = 9223372036854775807
        GROUP BY pattern
    ) AS j
    JOIN result.pattern AS p ON p.pattern = j.pattern
) TO STDOUT (FORMAT binary)
