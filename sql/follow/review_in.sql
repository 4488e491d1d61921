-- Tonight's titles and what the judge says of their reviews. Writes pg_temp.follow_review.
COPY pg_temp.follow_review (uscc, title, granted, from_run, to_run, row_hash, valid_from, valid_to, level, batch_name, holder_name,
                            county, renewed, judged, why_not, kind, version, source, verdict, met, unmet, unknown, hard_total, open, gap)
FROM STDIN (FORMAT binary)
