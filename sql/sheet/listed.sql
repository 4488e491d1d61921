-- The firms of the published list of one county, as the list has them: highest tier first. No tables written.
-- $1  text  county code
-- $2  text  tier, NULL = all
-- $3  text  't': within the seats only (those that tie with the last one too, as on the list)
SELECT s.uscc
FROM meta.published AS pub
JOIN pool.shortlist AS s ON s.run = pub.run
JOIN result.firm AS f ON f.uscc = s.uscc AND f.from_run <= pub.run AND pub.run < f.to_run
JOIN result.program AS p ON p.from_run = f.rules_run AND p.position = s.position
WHERE s.county = $1::text AND ($2::text IS NULL OR p.tier = $2::text) AND ($3::text <> 't' OR s.seated OR s.tie_at_cut)
ORDER BY s.position DESC, s.county_place, s.uscc
