-- Candidates of the holders that stay in the queue. Writes tidu_link_candidate (link/begin).
COPY tidu_link_candidate (uscc, firm, place, score, evidence) FROM STDIN (FORMAT binary)
