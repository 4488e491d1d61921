-- Patterns of the firms that were checked. Writes temporary tidu_quality_pattern.
COPY tidu_quality_pattern FROM STDIN (FORMAT binary)
