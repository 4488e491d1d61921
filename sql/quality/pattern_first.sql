-- Patterns of all firms, into the table that this transaction has emptied. Writes quality.pattern.
COPY quality.pattern FROM STDIN (FORMAT binary, FREEZE)
