-- Registered units that the department did not have, for the stage identity.
-- $1  integer  meta.source
-- writes: link.before (reads tidu_touched, which at this moment holds new units only)
INSERT INTO link.before (uscc, source, there, gone)
SELECT DISTINCT uscc, $1::integer, false, false FROM tidu_touched
ON CONFLICT DO NOTHING
