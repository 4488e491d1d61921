-- Room for the codes of firms whose judgement changed (script). Writes temporary tidu_moved.
CREATE TEMP TABLE tidu_moved (
    uscc text COLLATE "C" NOT NULL, -- as it was
    firm integer NOT NULL           -- the caller's number
) ON COMMIT DROP;
