-- Rules of another version go. Writes quality.rule. No parameters.
DELETE FROM quality.rule
