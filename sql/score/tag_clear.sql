-- Before tonight's tags. Writes result.tag.
DELETE FROM result.tag
