-- What stands depends on $1 text, and has seen all batches. Writes link.basis.
UPDATE link.basis
SET basis = $1, moved = false,
    batch = (SELECT max(batch) FROM meta.batch WHERE status = 'done' AND rows_new + rows_changed + rows_gone > 0)
