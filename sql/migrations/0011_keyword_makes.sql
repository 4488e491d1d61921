-- The bits of keywords by unit as score reads them for tags.
CREATE VIEW feature.keyword_makes AS SELECT uscc, makes FROM feature.keyword_unit WHERE makes <> 0;
COMMENT ON VIEW feature.keyword_makes IS '有制造研发类关键词的主体及目录（按位）：标签用';
