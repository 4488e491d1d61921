-- What this ranking depended on. $1 bigint run, $2 bigint the ranking before or NULL, $3 date as-of, $4 hash of the
-- criteria, $5 hash of the profile, $6 program, $7 complete lists, $8 ranks, $9 ladder. Writes pool.night.
INSERT INTO pool.night (run, before, as_of, criteria_hash, profile_hash, program, complete, ranks, ladder)
VALUES ($1::bigint, $2::bigint, $3::date, $4, $5, $6, $7, $8, $9)
ON CONFLICT (run) DO UPDATE
SET before = excluded.before, as_of = excluded.as_of, criteria_hash = excluded.criteria_hash,
    profile_hash = excluded.profile_hash, program = excluded.program, complete = excluded.complete,
    ranks = excluded.ranks, ladder = excluded.ladder
