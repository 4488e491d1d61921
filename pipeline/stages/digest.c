#include "digest.h"

#include <inttypes.h>

bool
td_inputs_digest(struct td_db *db, struct td_buf *out, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(db, "load/inputs_digest", NULL, NULL, 0, &rows, err))
        return false;
    struct td_str text = td_str(td_rows_text(&rows, 0, 0));
    td_buf_printf(out, "%016" PRIx64, td_hash64(text.at, text.len, 0));
    td_rows_free(&rows);
    return true;
}
