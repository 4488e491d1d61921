-- The night that is explained: the as-of date of the features, the city, and the criteria that judged.
SELECT (SELECT as_of FROM feature.clock),
       coalesce((SELECT left(min(county), 4) || '00' FROM meta.county), ''),
       coalesce((SELECT criteria_hash FROM meta.run r JOIN meta.stage s USING (run)
                 WHERE s.stage = 'score' AND s.status IN ('done', 'same') ORDER BY run DESC LIMIT 1), '')
