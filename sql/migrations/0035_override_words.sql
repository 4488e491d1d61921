-- What the columns of who ordered are.
COMMENT ON COLUMN personal.override.number IS '人工决定的编号（pool.override）';
COMMENT ON COLUMN personal.override.ending IS '真：撤回该决定的人；假：作出该决定的人';
COMMENT ON COLUMN personal.override.said_by IS '决定人';
