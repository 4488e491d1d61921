/*
 * Names of firms as keys.
 */
#include <string.h>

#include "fold.h"
#include "tidu/scalar.h"

/* Opening brackets of every kind are '(', closing ones ')', others 0. */
static char
bracket(uint32_t c)
{
    static const uint32_t pairs[][2] = {
        {'[', ']'},       {'{', '}'},       {'<', '>'},       {0x2039, 0x203A},
        {0x27E8, 0x27E9}, {0x3008, 0x3009}, {0x300A, 0x300B}, {0x300C, 0x300D},
        {0x300E, 0x300F}, {0x3010, 0x3011}, {0x3014, 0x3015}, {0x3016, 0x3017},
        {0x3018, 0x3019}, {0x301A, 0x301B}, {0xFE35, 0xFE36}, {0xFE37, 0xFE38},
        {0xFE39, 0xFE3A}, {0xFE3B, 0xFE3C}, {0xFE3D, 0xFE3E}, {0xFE3F, 0xFE40},
        {0xFE41, 0xFE42}, {0xFE43, 0xFE44}, {0xFE17, 0xFE18}, {0xFE59, 0xFE5A},
        {0xFE5B, 0xFE5C}, {0xFE5D, 0xFE5E}, {0xFF5F, 0xFF60}, {0xFF62, 0xFF63},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (c == pairs[i][0])
            return '(';
        if (c == pairs[i][1])
            return ')';
    }
    return 0;
}

/* Bytes of the leading ideographs (U+4000 to U+9FFF): most of a name, and none of them is
 * folded. */
static size_t
ideographs(struct td_str s)
{
    const unsigned char *at = (const unsigned char *)s.at;
    size_t n = 0;

    while (s.len - n >= 3 && at[n] >= 0xE4 && at[n] <= 0xE9 && (at[n + 1] & 0xC0) == 0x80 &&
           (at[n + 2] & 0xC0) == 0x80)
        n += 3;
    return n;
}

void
td_name_key(struct td_str name, struct td_buf *out)
{
    td_buf_reserve(out, name.len);
    while (name.len > 0) {
        size_t run = ideographs(name);
        uint32_t c;
        char shape;

        if (run > 0) {
            td_buf_add(out, name.at, run);
            name = (struct td_str){name.at + run, name.len - run};
            continue;
        }
        c = fold_take(&name);
        if (fold_is_blank(c) || fold_is_invisible(c))
            continue;
        c = fold_narrow(td_gb_form(c));
        if (c >= 'a' && c <= 'z')
            c -= 'a' - 'A';
        shape = bracket(c);
        fold_put(shape != 0 ? (uint32_t)shape : c, out);
    }
}

bool
td_name_is_branch(struct td_str name_key)
{
    static const char *const endings[] = {
        "分店",   "分厂",   "分部",     "分行",   "支行",   "分所",   "分院",
        "分校",   "分社",   "分局",     "办事处", "营业部", "营业所", "营业厅",
        "支公司", "代表处", "分支机构", "分理处", "分中心", "项目部", "联络处",
    };

    if (td_str_has(name_key, TD_STR("分公司")))
        return true;
    if (td_str_ends(name_key, TD_STR(")")))
        name_key.len--;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (td_str_ends(name_key, td_str(endings[i])))
            return true;
    return false;
}
