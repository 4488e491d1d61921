-- Judgements of the first night, into the table that this transaction has emptied. Writes
-- result.judgement.
COPY result.judgement FROM STDIN (FORMAT binary, FREEZE)
