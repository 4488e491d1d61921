-- Sets the parameters, and drops those that are no longer in the file. $1, $2 text: names and values,
-- parted by commas. Writes feature.parameter.
WITH given AS (
    SELECT name, value::bigint AS value
    FROM unnest(string_to_array($1, ','), string_to_array($2, ',')) AS p (name, value)
), gone AS (
    DELETE FROM feature.parameter WHERE name NOT IN (SELECT name FROM given)
)
INSERT INTO feature.parameter (name, value)
SELECT name, value FROM given
ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE parameter.value <> excluded.value
