-- A line that was loaded also says the year of its row, so that the lines of a delivery that replaces years tell
-- what stands (pipeline/stages/load_lines.c). Those that were kept without it go: the next night reads every line.
DELETE FROM personal.line;
COMMENT ON COLUMN personal.line.lines IS '每行：行、键、记录的校验值，已知值个数，年度（减 1900）';
