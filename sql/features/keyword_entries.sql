-- The catalogues' entries, instead of those that stand, and word to score that all units are concerned.
-- $1 text: JSON array of {catalogue, entry, position, place, catalogue_title, title, confirmed}.
-- Writes feature.keyword_entry, feature.pending.
WITH gone AS (
    DELETE FROM feature.keyword_entry AS e
    WHERE NOT EXISTS (SELECT FROM jsonb_to_recordset($1::jsonb) AS j (catalogue text, entry text)
                      WHERE j.catalogue = e.catalogue AND j.entry = e.entry)
), pending AS (
    INSERT INTO feature.pending (uscc) VALUES ('*') ON CONFLICT DO NOTHING
)
INSERT INTO feature.keyword_entry (catalogue, entry, position, place, catalogue_title, title, confirmed)
SELECT catalogue, entry, position, place, catalogue_title, title, confirmed
FROM jsonb_to_recordset($1::jsonb) AS j (catalogue text, entry text, position smallint, place smallint,
                                         catalogue_title text, title text, confirmed text)
ON CONFLICT (catalogue, entry) DO UPDATE
SET position = excluded.position, place = excluded.place, catalogue_title = excluded.catalogue_title,
    title = excluded.title, confirmed = excluded.confirmed
