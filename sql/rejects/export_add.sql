-- Somebody takes a delivery's rejects out. $1 batch, $2 delivery, $3 rows, $4 file, $5 login and host (the role of
-- the database is added), $6 now. Writes meta.reject_export.
INSERT INTO meta.reject_export (batch, delivery, rows, file, who, exported)
VALUES ($1::bigint, $2, $3::bigint, $4, $5 || ' ' || session_user, $6::timestamptz)
