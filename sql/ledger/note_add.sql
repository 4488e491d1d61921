-- A note. Writes pool.note, personal.note.
-- $1   text     firm
-- $2   text     status, '' = not said
-- $3   text     progress
-- $4   date     of the progress; NULL = not said
-- $5   text     next step
-- $6   text     remark
-- $7   date     on which it was written
-- $8   text     file name without its folder
-- $9   text     XXH3 of the file
-- $10  integer  row of the file
-- $11  text     what stands in the five cells, as a mark
-- $12  text     who wrote it
WITH added AS (
    INSERT INTO pool.note (uscc, n, status, progress, progress_on, next_step, remark, given_on, file, file_hash, file_row, mark)
    SELECT $1, coalesce(max(x.n), 0) + 1, $2, $3, $4::date, $5, $6, $7::date, $8, $9, $10::integer, $11
    FROM pool.note AS x WHERE x.uscc = $1
    RETURNING uscc, n
)
INSERT INTO personal.note (uscc, n, said_by) SELECT a.uscc, a.n, $12 FROM added AS a
