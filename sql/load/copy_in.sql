-- Rows of a spool or a delivery into a table, all its columns in their order.
-- :"table"  text  the table
-- writes: that table
COPY :"table" FROM STDIN (FORMAT binary)
