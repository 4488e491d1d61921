-- Holders that are no registered code. Writes link.holder.
COPY link.holder (dataset, source, records, uscc, name) FROM STDIN (FORMAT binary)
