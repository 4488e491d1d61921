-- What the standing keywords were found by ('' = nothing yet). Reads feature.keyword_basis.
SELECT coalesce((SELECT basis FROM feature.keyword_basis), '')
