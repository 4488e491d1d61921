-- What people wrote into the ledger, as one text that changes when they write more. Reads pool.note.
SELECT count(*) || '-' || coalesce(sum(hashtextextended(concat_ws('|', uscc, n, mark, given_on), 0)::numeric), 0) FROM pool.note
