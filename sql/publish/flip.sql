-- The one pointer that readers follow. $1 run, $2 as-of date, $3 hash of the manifest, $4 run that wrote the lists.
-- Writes meta.published.
INSERT INTO meta.published (one, run, as_of, manifest_hash, sources_run)
VALUES (true, $1::bigint, $2::date, $3, $4::bigint)
ON CONFLICT (one) DO UPDATE
SET run = excluded.run, as_of = excluded.as_of, manifest_hash = excluded.manifest_hash,
    sources_run = excluded.sources_run
