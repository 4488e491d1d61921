-- The counts of a night. Writes quality.count.
COPY quality.count FROM STDIN (FORMAT binary)
