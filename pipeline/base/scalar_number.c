/*
 * Numbers. A number is digits and a power of ten; the result is digits × 10^power, cut towards
 * minus infinity. Plain ASCII ("1234567.89", nearly every cell there is) takes a path of its
 * own; all else is folded to half width first and read by a small grammar: [sign] body [unit]
 * or   ( body [unit] ) [unit]        body: digits[,groups][.digits][E±digits]
 */
#include <string.h>

#include "fold.h"
#include "tidu/scalar.h"

enum {
    MAX_TEXT = 128,      /* characters of one number; longer ones are not numbers */
    EXACT_DIGITS = 18,   /* digits that fit an int64_t whatever they are */
    POWER_MAX = 1 << 20, /* an exponent is clipped to this: the range check decides */
    /* units, as bytes that no ASCII input can produce once folded */
    YUAN = 1,
    QIAN,
    WAN,
    YI,
    PERMILLE
};

static const int64_t power_of_ten[EXACT_DIGITS + 1] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

struct decimal {
    char digits[MAX_TEXT]; /* '0'..'9', leading zeros left out */
    int count;
    int power; /* value = digits × 10^power */
    bool negative;
};

/* digits × 10^power for up to EXACT_DIGITS digits that are not all zero. */
static enum td_fault
scale_digits(int64_t digits, int power, bool negative, int64_t *out)
{
    bool cut = false;

    if (power > 0) {
        if (power > EXACT_DIGITS || digits > TD_NUMBER_MAX / power_of_ten[power])
            return TD_FAULT_NUMBER_RANGE;
        digits *= power_of_ten[power];
    } else if (power < 0) {
        int64_t unit = power < -EXACT_DIGITS ? 0 : power_of_ten[-power];

        cut = unit == 0 || digits % unit != 0;
        digits = unit == 0 ? 0 : digits / unit;
    }
    digits += negative && cut;
    if (digits > TD_NUMBER_MAX)
        return TD_FAULT_NUMBER_RANGE;
    *out = negative ? -digits : digits;
    return TD_FAULT_NONE;
}

static enum td_fault
zero(bool negative, int64_t *out)
{
    if (negative)
        return TD_FAULT_BAD_NUMBER;
    *out = 0;
    return TD_FAULT_NONE;
}

/* [-]digits[.digits] in ASCII, few enough digits; false: not of that kind, read it the long
 * way. */
static bool
read_plain(struct td_str text, int scale, int64_t *out, enum td_fault *fault)
{
    const char *at = text.at, *end = text.at + text.len;
    bool negative = at < end && *at == '-';
    const char *first, *point = NULL;
    int64_t digits = 0;

    at += negative;
    first = at;
    if (end - at < 1 || end - at > EXACT_DIGITS)
        return false;
    for (; at < end; at++) {
        unsigned digit = (unsigned)(*at - '0');

        if (digit < 10)
            digits = digits * 10 + (int)digit;
        else if (*at == '.' && point == NULL && at > first && at + 1 < end)
            point = at;
        else
            return false;
    }
    if (digits == 0) {
        *fault = zero(negative, out);
        return true;
    }
    *fault = scale_digits(digits, scale - (point == NULL ? 0 : (int)(end - point - 1)),
                          negative, out);
    return true;
}

static char
number_token(uint32_t c)
{
    switch (c) {
    case 0x5143: /* 元 */
        return YUAN;
    case 0x5343: /* 千 */
        return QIAN;
    case 0x4E07: /* 万 */
        return WAN;
    case 0x4EBF: /* 亿 */
        return YI;
    case 0x2030: /* ‰ */
        return PERMILLE;
    default:
        return FOLD_OTHER;
    }
}

/* A folded text with a NUL behind it. */
struct cursor {
    const char *at;
};

static bool
take(struct cursor *c, char byte)
{
    if (*c->at != byte)
        return false;
    c->at++;
    return true;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void
push_digit(struct decimal *d, char digit)
{
    if (d->count > 0 || digit != '0')
        d->digits[d->count++] = digit;
}

/* Digits, with or without separators of thousands: 1234567 or 1,234,567, never 12,34 or 0,123.
 */
static bool
take_integer(struct cursor *c, struct decimal *d)
{
    const char *first = c->at;

    while (is_digit(*c->at))
        push_digit(d, *c->at++);
    if (*c->at != ',')
        return true;
    if (c->at - first < 1 || c->at - first > 3 || *first == '0')
        return false;
    while (take(c, ','))
        for (int i = 0; i < 3; i++) {
            if (!is_digit(*c->at))
                return false;
            push_digit(d, *c->at++);
        }
    return !is_digit(*c->at);
}

static bool
take_exponent(struct cursor *c, struct decimal *d)
{
    bool negative;
    int power = 0;

    if (!take(c, 'E') && !take(c, 'e'))
        return true;
    negative = take(c, '-');
    if (!negative)
        (void)take(c, '+');
    if (!is_digit(*c->at))
        return false;
    for (; is_digit(*c->at); c->at++)
        if (power < POWER_MAX)
            power = power * 10 + (*c->at - '0');
    d->power += negative ? -power : power;
    return true;
}

static bool
take_body(struct cursor *c, struct decimal *d)
{
    const char *first = c->at;
    bool digits;

    if (!take_integer(c, d))
        return false;
    digits = c->at > first;
    if (take(c, '.'))
        for (; is_digit(*c->at); c->at++) {
            push_digit(d, *c->at);
            d->power--;
            digits = true;
        }
    return digits && take_exponent(c, d);
}

/* 元 千元 万 万元 亿 亿元 % ‰, or nothing. */
static bool
take_unit(struct cursor *c, struct decimal *d)
{
    while (take(c, ' '))
        ;
    if (take(c, YUAN))
        return true;
    if (take(c, QIAN)) {
        d->power += 3;
        return take(c, YUAN);
    }
    if (take(c, '%')) {
        d->power -= 2;
        return true;
    }
    if (take(c, PERMILLE)) {
        d->power -= 3;
        return true;
    }
    if (take(c, WAN))
        d->power += 4;
    else if (take(c, YI))
        d->power += 8;
    else
        return true;
    (void)take(c, YUAN);
    return true;
}

static bool
read_decimal(const char *text, struct decimal *d)
{
    struct cursor c = {text};
    bool ok;

    *d = (struct decimal){.count = 0};
    if (take(&c, '(')) {
        const char *before;

        d->negative = true;
        ok = take_body(&c, d);
        before = c.at;
        ok = ok && take_unit(&c, d) && take(&c, ')');
        if (ok && c.at == before + 1)
            ok = take_unit(&c, d);
        return ok && *c.at == 0;
    }
    d->negative = take(&c, '-');
    if (!d->negative)
        (void)take(&c, '+');
    return take_body(&c, d) && take_unit(&c, d) && *c.at == 0;
}

static enum td_fault
finish_decimal(const struct decimal *d, int scale, int64_t *out)
{
    int whole = d->count + d->power + scale; /* digits of the result */
    int64_t digits = 0;
    bool cut = false;

    if (d->count == 0)
        return zero(d->negative, out);
    if (whole > EXACT_DIGITS)
        return TD_FAULT_NUMBER_RANGE;
    for (int i = 0; i < whole; i++)
        digits = digits * 10 + (i < d->count ? d->digits[i] - '0' : 0);
    for (int i = whole < 0 ? 0 : whole; i < d->count; i++)
        cut = cut || d->digits[i] != '0';
    digits += d->negative && cut;
    if (digits > TD_NUMBER_MAX)
        return TD_FAULT_NUMBER_RANGE;
    *out = d->negative ? -digits : digits;
    return TD_FAULT_NONE;
}

enum td_fault
td_number(struct td_str text, int scale, int64_t *out)
{
    char folded[MAX_TEXT + 1];
    struct decimal d;
    enum td_fault fault;
    size_t len;

    if (read_plain(text, scale, out, &fault))
        return fault;
    len = fold_text(text, number_token, folded, MAX_TEXT - 1);
    if (len == 0 || len >= MAX_TEXT)
        return TD_FAULT_BAD_NUMBER;
    folded[len] = 0;
    if (!read_decimal(folded, &d))
        return TD_FAULT_BAD_NUMBER;
    return finish_decimal(&d, scale, out);
}
