-- The funnel of a run, as numbers: by program, county and step (0 = all units). $1 bigint run whose results stand.
-- No tables written.
SELECT f.position, f.county, f.step, f.met, f.unmet, f.unknown, f.manual, f.na, f.remaining, f.remaining_certain,
       f.remaining_held
FROM result.funnel_county AS f
WHERE f.run = (SELECT max(run) FROM result.funnel_county WHERE run <= $1::bigint)
ORDER BY f.position, f.county, f.step
