-- Tonight's funnel by county. Writes result.funnel_county.
COPY result.funnel_county FROM STDIN (FORMAT binary)
