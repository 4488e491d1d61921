-- Before the lines of tonight's delivery.
-- $1  text  its id in the profile
-- writes: personal.line
DELETE FROM personal.line WHERE delivery = $1
