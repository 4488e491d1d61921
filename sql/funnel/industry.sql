-- The industry that is meant: its code with or without the letter, or its name.
-- $1  text  as typed
SELECT i.industry, i.name FROM meta.industry AS i
WHERE i.industry = upper($1) OR (length($1) >= 2 AND substr(i.industry, 2) = $1) OR i.name = $1
ORDER BY length(i.industry), i.industry
LIMIT 1
