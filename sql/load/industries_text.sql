-- The industry classification as it stands, to be compared before it is sent again.
SELECT coalesce(string_agg(industry || ' ' || name || E'\n', '' ORDER BY industry), '')
FROM meta.industry
