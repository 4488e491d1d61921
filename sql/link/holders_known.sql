-- The holders as link/holders finds them, from what is kept. Read by COPY. Reads link.holder.
COPY (SELECT dataset, source, records, uscc AS holder, name FROM link.holder) TO STDOUT (FORMAT binary)
