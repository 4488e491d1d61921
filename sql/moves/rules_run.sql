-- Since which run the programs are those of tonight. $1 bigint: this run. No tables written.
SELECT coalesce(max(from_run), 0) FROM result.program WHERE from_run <= $1::bigint
