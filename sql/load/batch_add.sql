-- One delivery's row of the ledger.
-- $1 batch  $2 run  $3 delivery  $4 dataset  $5 source  $6 files (json)  $7 files_hash  $8 mode
-- $9 complete  $10 complete_kinds (json array)  $11 status  $12 read  $13 new  $14 changed  $15 same
-- $16 gone  $17 rejected  $18 skipped  $19 notes (json)  $20 seconds  $21 error, NULL = none
-- $22 content_hash, '' = none  $23 delivered, NULL = not known
-- writes: meta.batch
INSERT INTO meta.batch (batch, run, delivery, dataset, source, files, files_hash, mode, complete,
                        complete_kinds, status, rows_read, rows_new, rows_changed, rows_same,
                        rows_gone, rows_rejected, rows_skipped, notes, seconds, started, ended,
                        error, content_hash, delivered)
VALUES ($1::bigint, $2::bigint, $3, $4, $5::integer, $6::jsonb, $7, $8, $9::boolean,
        ARRAY (SELECT jsonb_array_elements_text($10::jsonb)), $11, $12::bigint, $13::bigint,
        $14::bigint, $15::bigint, $16::bigint, $17::bigint, $18::bigint, $19::jsonb, $20::numeric,
        clock_timestamp() - make_interval(secs => $20::double precision), clock_timestamp(), $21, nullif($22, ''), $23::date)
