/* The word that somebody probably meant. */
#include "tidu/text.h"

#include <string.h>

enum { WORD_MAX = 48 };

/* Edit distance in bytes (insert, delete, replace, swap of neighbours), both at most WORD_MAX. */
static size_t
distance(struct td_str a, struct td_str b)
{
    size_t rows[3][WORD_MAX + 1];
    size_t *last2 = rows[0], *last = rows[1], *row = rows[2];

    memset(rows, 0, sizeof rows);
    for (size_t j = 0; j <= b.len; j++)
        last[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *spare = last2;

        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t best = last[j - 1] + (a.at[i - 1] != b.at[j - 1]);

            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1] &&
                last2[j - 2] + 1 < best)
                best = last2[j - 2] + 1;
            row[j] = best;
        }
        last2 = last;
        last = row;
        row = spare;
    }
    return last[b.len];
}

const char *
td_nearest(struct td_str text, const char *const *words, size_t count)
{
    const char *best = NULL;
    size_t least = text.len / 3 + 1;

    if (text.len > WORD_MAX)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        struct td_str word = td_str(words[i]);
        size_t d = word.len > WORD_MAX ? SIZE_MAX : distance(text, word);

        if (d < least || (!best && d == least)) {
            least = d;
            best = words[i];
        }
    }
    return best;
}
