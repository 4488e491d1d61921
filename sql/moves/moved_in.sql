-- Codes of firms. Writes temporary tidu_moved.
COPY tidu_moved (uscc, firm) FROM STDIN (FORMAT binary)
