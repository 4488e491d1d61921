-- Test: parameters come back. $1, $2 text. No tables written.
SELECT $1::text, $2::text, NULL::text
