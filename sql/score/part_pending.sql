-- One part of the features, for the units that are pending. Their codes are an array, because the planner
-- takes a comparison with one into the parts' views and to their indexes, but not a join.
-- :"part"  text  feature.<part>
COPY (
    SELECT * FROM :"part" WHERE uscc = ANY (ARRAY(SELECT uscc FROM feature.pending))
) TO STDOUT (FORMAT binary)
