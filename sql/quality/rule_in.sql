-- The rules. Writes quality.rule.
COPY quality.rule FROM STDIN (FORMAT binary)
