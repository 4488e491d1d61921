-- The twelve conditions that the most firms cannot be judged by, of the city (county NULL) and of each county: county,
-- tier, clause, text, firms whose state is unknown, firms whom it concerns.
-- $1 bigint run whose results stand. No tables written.
WITH funnel AS (
    SELECT f.position, f.step, f.county, sum(f.unknown) AS unknown, sum(f.met + f.unmet + f.unknown + f.manual) AS concerned
    FROM result.funnel_county AS f
    WHERE f.run = (SELECT max(run) FROM result.funnel_county WHERE run <= $1::bigint) AND f.step > 0
    GROUP BY GROUPING SETS ((f.position, f.step, f.county), (f.position, f.step))
), placed AS (
    SELECT f.*, row_number() OVER (PARTITION BY f.county ORDER BY f.unknown DESC, f.position, f.step) AS place
    FROM funnel AS f
    WHERE f.unknown > 0
), step AS MATERIALIZED ( -- taken apart once, and not for each row
    SELECT s.* FROM result.step AS s WHERE s.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= $1::bigint)
)
SELECT f.county, s.title || CASE s.kind WHEN 'new' THEN '' ELSE '（复核）' END, s.clause, s.text, f.unknown, f.concerned
FROM placed AS f
JOIN step AS s ON s.position = f.position AND s.step = f.step
WHERE f.place <= 12
ORDER BY f.county COLLATE "C" NULLS FIRST, f.place
