-- Findings. Writes quality.finding.
COPY quality.finding FROM STDIN (FORMAT binary)
