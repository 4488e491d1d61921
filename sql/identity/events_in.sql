-- What happened to units. Writes tidu_event (identity/begin).
COPY tidu_event (uscc, kind, was, became, batch) FROM STDIN (FORMAT binary)
