/*
 * Industry codes of GB/T 4754-2017 as ranges of four-digit codes: "C3484" is 3484 to 3484,
 * "348" is 3480 to 3489, "C" is 1300 to 4399. What is known of a code less precisely than a
 * list asks is then an overlap, and the answer unknown.
 */
#include "expression.h"
#include "tidu/judge.h"

/* First and last division (大类) of each section (门类) A to T. */
static const uint8_t divisions[20][2] = {
    {1, 5},   {6, 12},  {13, 43}, {44, 46}, {47, 50}, {51, 52}, {53, 60},
    {61, 62}, {63, 65}, {66, 69}, {70, 70}, {71, 72}, {73, 75}, {76, 79},
    {80, 82}, {83, 83}, {84, 85}, {86, 90}, {91, 96}, {97, 97},
};

static bool
digits_range(struct td_str s, uint16_t range[2])
{
    unsigned value = 0, width = 1;

    if (s.len < 2 || s.len > 4)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        value = value * 10 + (unsigned)(s.at[i] - '0');
    }
    for (size_t i = s.len; i < 4; i++)
        width *= 10;
    range[0] = (uint16_t)(value * width);
    range[1] = (uint16_t)(value * width + width - 1);
    return true;
}

bool
industry_range(struct td_str text, uint16_t range[2])
{
    uint16_t from[2], to[2];

    if (text.len == 1 && text.at[0] >= 'A' && text.at[0] <= 'T') {
        range[0] = (uint16_t)(divisions[text.at[0] - 'A'][0] * 100);
        range[1] = (uint16_t)(divisions[text.at[0] - 'A'][1] * 100 + 99);
        return true;
    }
    for (size_t i = 1; i < text.len; i++) {
        if (text.at[i] != '-')
            continue;
        if (i != text.len - i - 1 || !digits_range((struct td_str){text.at, i}, from) ||
            !digits_range((struct td_str){text.at + i + 1, text.len - i - 1}, to) ||
            from[0] > to[0])
            return false;
        range[0] = from[0];
        range[1] = to[1];
        return true;
    }
    return digits_range(text, range);
}

bool
td_industry_value(struct td_str code, int64_t *value)
{
    uint16_t section[2] = {0, 0}, range[2];
    bool letter = code.len > 0 && code.at[0] >= 'A' && code.at[0] <= 'T';

    if (letter && !industry_range((struct td_str){code.at, 1}, section))
        return false;
    if (letter && code.len == 1) {
        range[0] = section[0];
        range[1] = section[1];
    } else {
        struct td_str digits = {code.at + (letter ? 1 : 0), code.len - (letter ? 1 : 0)};

        if (!digits_range(digits, range) ||
            (letter && (range[0] < section[0] || range[1] > section[1])))
            return false;
    }
    *value = (int64_t)range[0] * 10000 + range[1];
    return true;
}
