-- Hashes of the lines of each delivery as it was loaded the last time (pipeline/stages/load_lines.c), so that
-- a line that is the same need not be typed again. In personal, because a hash of a line confirms a guess at
-- what the line says. May be emptied at any time: the next night then reads every line in full.
CREATE TABLE personal.line (
    delivery text COLLATE "C" NOT NULL,
    part integer NOT NULL,   -- file of the delivery, from 0
    piece integer NOT NULL,  -- 16,384 lines each, in their order
    layout bigint NOT NULL,  -- hash of what a row depends on beside its line
    lines bytea NOT NULL,    -- for each line: hash of the line, of the key, of the row; known values
    CONSTRAINT line_key PRIMARY KEY (delivery, part, piece)
);
ALTER TABLE personal.line ALTER COLUMN lines SET STORAGE EXTERNAL; -- hashes do not compress
COMMENT ON TABLE personal.line IS '每份交付上次载入时各行的校验值：相同的行不必重新解析';
