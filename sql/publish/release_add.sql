-- Somebody lets a held publication go. $1 run, $2 as-of date, $3 digest of what is held, $4 why, $5 who (login and
-- host; the role of the database is added), $6 now. Writes meta.release.
INSERT INTO meta.release (run, as_of, findings, why, who, released)
VALUES ($1::bigint, $2::date, $3, $4, $5 || ' ' || session_user, $6::timestamptz)
