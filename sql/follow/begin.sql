-- Where tonight's rows come first, before they are compared with what stands (script; no parameters). Writes
-- pg_temp.follow_review, pg_temp.follow_assignment.
CREATE TEMP TABLE IF NOT EXISTS follow_review (LIKE pool.review) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS follow_assignment (LIKE pool.assignment) ON COMMIT DELETE ROWS;
TRUNCATE pg_temp.follow_review, pg_temp.follow_assignment;
