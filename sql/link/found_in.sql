-- What was found for the holders. Writes tidu_link (link/begin).
COPY tidu_link (uscc, firm, method, candidates, score, evidence) FROM STDIN (FORMAT binary)
