-- Firms and their patterns, into the table that this transaction has emptied. Writes quality.unit.
COPY quality.unit FROM STDIN (FORMAT binary, FREEZE)
