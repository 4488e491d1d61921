-- Units of another world. Writes temporary tidu_scope.
COPY tidu_scope (uscc) FROM STDIN (FORMAT binary)
