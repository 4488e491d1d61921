-- One part of the features that has merged figures, for the candidates of a run, by its function.
-- :"figures"  text    feature.<part>_of
-- tidu.run    bigint  run whose shortlist stands
COPY (
    SELECT * FROM :"figures"(ARRAY(SELECT s.uscc FROM pool.shortlist AS s WHERE s.run = current_setting('tidu.run')::bigint))
) TO STDOUT (FORMAT binary)
