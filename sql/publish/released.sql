-- Was this let go already, on this as-of date? $1 as-of date, $2 digest of what is held. No tables written.
SELECT why FROM meta.release
WHERE as_of = $1::date AND findings = $2
ORDER BY release DESC
LIMIT 1
