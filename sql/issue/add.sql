-- A list is published. Writes pool.issue.
-- $1 bigint       the run that wrote it
-- $2 bigint       the run whose ranking it shows
-- $3 date         its as-of date
-- $4 timestamptz  now
-- $5 text         SHA-256 of manifest.json
-- $6 integer      files
-- $7 bigint       their bytes
-- $8 text         why a held publication was let go; NULL = it was not held
INSERT INTO pool.issue (issue, run, as_of, published, manifest_hash, files, bytes, released)
VALUES ($1::bigint, $2::bigint, $3::date, $4::timestamptz, $5, $6::integer, $7::bigint, $8)
