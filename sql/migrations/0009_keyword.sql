-- Keywords: which entries of which catalogues (criteria/catalogues) a unit's business scope and the names of
-- its products speak of. A hint, never a fact. Written by features.
--
-- Firms that speak of the same with the same words share one set of rows: what was found stands
-- once in keyword_found, and keyword_unit says who has it.

CREATE TABLE feature.keyword_basis (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    basis text NOT NULL -- hash of the catalogues, the words of scopes, the city and the program's way of reading
);
COMMENT ON TABLE feature.keyword_basis IS '现行关键词线索所依据的目录';

CREATE TABLE feature.keyword_entry (
    catalogue text COLLATE "C" NOT NULL,
    entry text COLLATE "C" NOT NULL,
    position smallint NOT NULL, -- of the catalogue: its bit in keyword_unit.makes
    place smallint NOT NULL,    -- of the entry in the catalogue
    catalogue_title text NOT NULL,
    title text NOT NULL,
    confirmed text NOT NULL,
    CONSTRAINT keyword_entry_key PRIMARY KEY (catalogue, entry)
);
COMMENT ON TABLE feature.keyword_entry IS '关键词目录的各项：criteria/catalogues';

CREATE TABLE feature.keyword_unit (
    uscc text COLLATE "C" NOT NULL,
    origin smallint NOT NULL, -- 0 business scope, 1 names of products
    source integer NOT NULL,  -- of the scope; 0 for products
    found bigint NOT NULL,
    makes bigint NOT NULL, -- bit n: a word of the catalogue at position n, of grade makes
    CONSTRAINT keyword_unit_key PRIMARY KEY (uscc, origin, source)
);
COMMENT ON TABLE feature.keyword_unit IS '在经营范围或产品名称中出现关键词的主体（在营企业法人）；线索，非事实';

CREATE TABLE feature.keyword_found (
    found bigint NOT NULL,
    catalogue text COLLATE "C" NOT NULL,
    entry text COLLATE "C" NOT NULL,
    grade smallint NOT NULL, -- 1 named or dealt in, 2 made
    words text NOT NULL,
    CONSTRAINT keyword_found_key PRIMARY KEY (found, catalogue, entry)
);
COMMENT ON TABLE feature.keyword_found IS '出现的关键词：相同的一组只存一次';
COMMENT ON COLUMN feature.keyword_found.words IS '该项、该等级的关键词，按目录次序，以“、”分隔';

CREATE VIEW feature.keyword AS
SELECT u.uscc, u.origin, u.source, f.catalogue, f.entry, f.grade, f.words
FROM feature.keyword_unit AS u
JOIN feature.keyword_found AS f ON f.found = u.found;
COMMENT ON VIEW feature.keyword IS '关键词线索：每个主体、出处、目录项一行';

CREATE VIEW api.keyword AS
SELECT k.uscc, e.catalogue, e.catalogue_title, e.entry, e.title,
       CASE k.grade WHEN 2 THEN '制造研发' ELSE '经营或提及' END AS grade,
       CASE k.origin WHEN 1 THEN '产品名称' ELSE '经营范围' END AS origin,
       s.title AS source, k.words, e.confirmed, k.grade AS grade_id
FROM feature.keyword AS k
LEFT JOIN meta.source AS s ON s.source = k.source AND k.origin = 0
JOIN feature.keyword_entry AS e ON e.catalogue = k.catalogue AND e.entry = k.entry;
COMMENT ON VIEW api.keyword IS '关键词线索（可能，非事实）：企业经营范围或产品名称中出现的目录关键词，待核实';
COMMENT ON COLUMN api.keyword.grade IS '制造研发：与制造、研发等词连用；经营或提及：只与销售、租赁等词连用或没有动词';
COMMENT ON COLUMN api.keyword.words IS '出现的关键词';
COMMENT ON COLUMN api.keyword.confirmed IS '目录的可信等级：M 为本系统编辑，未经官方文本证实';
