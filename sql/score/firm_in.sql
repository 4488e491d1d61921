-- Judgements of a night that follows others, before they replace what stands. Writes temporary tidu_result.
COPY tidu_result FROM STDIN (FORMAT binary)
