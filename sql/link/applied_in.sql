-- How judgements went into tonight's links. Writes link.applied.
COPY link.applied (uscc, firm, holder, state) FROM STDIN (FORMAT binary)
