-- What stands: each content of a judgement and, by county, how many units have it.
COPY (
    SELECT j.units, p.target, p.verdicts, p.states, j.county
    FROM (
        SELECT pattern, county, count(*) AS units FROM result.judgement
        WHERE to_run = 9223372036854775807
        GROUP BY pattern, county
    ) AS j
    JOIN result.pattern AS p ON p.pattern = j.pattern
) TO STDOUT (FORMAT binary)
