-- The units among the features, for the candidates of a run. Their codes are an array, as in score/part_pending.
-- :"part"   text    feature.unit
-- tidu.run  bigint  run whose shortlist stands
COPY (
    SELECT * FROM :"part"
    WHERE uscc = ANY (ARRAY(SELECT s.uscc FROM pool.shortlist AS s WHERE s.run = current_setting('tidu.run')::bigint))
) TO STDOUT (FORMAT binary)
