-- Rows into a table that this transaction has truncated: no second pass of vacuum will be needed.
-- :"table"  text  the table
-- writes: that table
COPY :"table" FROM STDIN (FORMAT binary, FREEZE)
