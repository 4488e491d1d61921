-- Tonight's programs. tidu.run bigint. Reads result.program.
COPY (
    SELECT position, tier, kind FROM result.program
    WHERE from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= current_setting('tidu.run')::bigint)
    ORDER BY position
) TO STDOUT (FORMAT binary)
