-- One part of the features, for all units.
-- :"part"  text  feature.<part>
COPY (SELECT * FROM :"part") TO STDOUT (FORMAT binary)
