-- Judgements of the first night, into the table that this transaction has emptied. Writes result.firm.
COPY result.firm FROM STDIN (FORMAT binary, FREEZE)
