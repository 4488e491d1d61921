-- Clock and parameters of the features; feature.firm itself is in 0006_feature.sql.
CREATE TABLE feature.clock (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    as_of date NOT NULL,
    y integer NOT NULL -- 上年度: the last full calendar year before as_of
);
COMMENT ON TABLE feature.clock IS '截止日与上年度';

CREATE TABLE feature.parameter (
    name text PRIMARY KEY,
    value bigint NOT NULL
);
COMMENT ON TABLE feature.parameter IS '定义中的数值，来自 criteria/parameters.yaml';

-- Firms whose features must be computed anew: written by load and link, emptied by features.
CREATE TABLE feature.touched (
    uscc text COLLATE "C" NOT NULL PRIMARY KEY
);
