-- Filled and empty fields of a night. Writes quality.fill.
COPY quality.fill FROM STDIN (FORMAT binary)
