-- The one pointer that readers follow. $1 run, $2 as-of date, $3 hash of the manifest. Writes
-- meta.published.
INSERT INTO meta.published (one, run, as_of, manifest_hash)
VALUES (true, $1::bigint, $2::date, $3)
ON CONFLICT (one) DO UPDATE
SET run = excluded.run, as_of = excluded.as_of, manifest_hash = excluded.manifest_hash
