-- Between features and score: which units' features changed since they were judged, and what the standing
-- judgements were judged by. A night that changes one unit in a hundred judges these and no others.

-- Written by features (once or several times before score runs), emptied by the transaction that writes the
-- judgements. '*': all units.
CREATE TABLE feature.pending (
    uscc text COLLATE "C" NOT NULL,
    CONSTRAINT pending_key PRIMARY KEY (uscc)
);
COMMENT ON TABLE feature.pending IS '特征已更新、尚待判定的主体；“*”为全部';
INSERT INTO feature.pending (uscc) VALUES ('*'); -- whatever was computed before this table was there

-- One row, written with the judgements: a run that is killed before its ledger row leaves it true.
CREATE TABLE result.basis (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    basis text NOT NULL -- hash of program version, as-of date, criteria, region, complete lists
);
COMMENT ON TABLE result.basis IS '现行判定所依据的规则、截止日等（除特征以外）';
