-- One part of the features, for the candidates of a run. A part holds some thousands of units: read as a whole and hashed it
-- takes half as long as by the candidates' codes (units: score/units_listed, merged figures: score/figures_listed).
-- :"part"   text    feature.<part>
-- tidu.run  bigint  run whose shortlist stands
COPY (
    SELECT * FROM :"part"
    WHERE uscc IN (SELECT s.uscc FROM pool.shortlist AS s WHERE s.run = current_setting('tidu.run')::bigint)
) TO STDOUT (FORMAT binary)
