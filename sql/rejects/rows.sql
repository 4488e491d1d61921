-- The rejects of a batch. tidu.batch  bigint
COPY (
    SELECT file, line, raw, reason, coalesce(column_name, ''), message
    FROM reject.row
    WHERE batch = current_setting('tidu.batch')::bigint
    ORDER BY file COLLATE "C", line
) TO STDOUT (FORMAT binary)
