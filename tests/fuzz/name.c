/* Names of firms from any bytes: parts are slices that rejoin to the normal form, which is its own and bounded. */
#include "tidu/name.h"

#include <string.h>

#include "require.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct td_names *names; /* built once */
    struct td_str raw = {(const char *)data, size};
    struct td_buf normal = {0}, again = {0};
    struct td_name n, m;
    unsigned at = 0;

    if (!names)
        names = td_names_new();
    td_name_parse(names, raw, &n);
    REQUIRE(n.count <= TD_NAME_CHARS && n.part_count <= n.count && n.form < TD_FORMS);
    for (int i = 0; i < n.part_count; i++) {
        REQUIRE(n.parts[i].at == at && n.parts[i].len > 0 && n.parts[i].kind <= TD_NAME_MARK);
        REQUIRE(n.parts[i].kind != TD_NAME_REGION || n.parts[i].word >= 0);
        at += n.parts[i].len;
    }
    REQUIRE(at == n.count);
    td_name_text(&n, &normal);
    td_name_parse(names, td_buf_view(&normal), &m);
    td_name_text(&m, &again);
    REQUIRE(td_str_equal(td_buf_view(&normal), td_buf_view(&again)) && !m.cut);
    REQUIRE(n.cut || (m.part_count == n.part_count && m.form == n.form && m.branch == n.branch));
    td_buf_free(&normal);
    td_buf_free(&again);
    return 0;
}
