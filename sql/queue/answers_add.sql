-- A file of answers. Writes link.answers; returns its number.
-- $1  date     on which they were given; NULL = today, by the server's clock (it is kept and decides nothing)
-- $2  text     file name without its folder
-- $3  text     XXH3 of the file
-- $4  integer  answers that are taken
-- $5  integer  … that are refused
INSERT INTO link.answers (given_on, file, file_hash, taken, refused)
VALUES (coalesce($1::date, current_date), $2, $3, $4::integer, $5::integer)
RETURNING answers
