-- Why a candidate has a seat or none, in words. No parameters. No tables written.
SELECT r.reason, r.word, r.english FROM meta.seat_reason AS r ORDER BY r.reason
