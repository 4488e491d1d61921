-- Firms and their patterns. Writes quality.unit.
COPY quality.unit FROM STDIN (FORMAT binary)
