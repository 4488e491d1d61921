/*
 * Scalars from text. All functions are pure. Text is UTF-8; full-width digits, signs, letters and
 * blanks are read like their ASCII forms. Surrounding blanks, NBSP, ideographic space, zero-width
 * and bidi marks and BOM are ignored.
 */
#ifndef TIDU_SCALAR_H
#define TIDU_SCALAR_H

#include "tidu/fault.h"
#include "tidu/text.h"

/*
 * Largest magnitude of any integer that is loaded: 2^53, so that a column can be screened in
 * floating point and products of two values fit 128 bits. In 分: 90 万亿元.
 */
#define TD_NUMBER_MAX ((int64_t)9007199254740992)

/*
 * A decimal number times 10^scale as an integer, without floating point. Digits beyond the scale
 * are cut towards minus infinity, so that a comparison "at least" with a threshold that is itself
 * a multiple of 10^-scale stays exact. Accepts: sign, thousands separators (groups of three) ',' or '，',
 * (123) as negative, an exponent (1.2E+7), a trailing unit 元 千元 万 万元 亿 亿元 % ‰ (which multiplies;
 * % is 10^-2 and ‰ 10^-3 of the plain number).
 * `scale` counts decimal places of the result's unit: yuan to 分 is 2, 万元 to 分 is 6.
 * Refuses NaN, Inf, hex, a negative zero, 全角 mixtures that are no number, and results beyond
 * ±TD_NUMBER_MAX (TD_FAULT_NUMBER_RANGE). Returns TD_FAULT_NONE and fills *out, or the fault.
 */
enum td_fault td_number(struct td_str text, int scale, int64_t *out);

/*
 * An amount of money as registries write it, in whatever order of figure, unit and currency: 5000.000000万人民币,
 * 人民币100万元整, 1,000万(元), USD 100万, 100W, 壹佰万元整. value is the figure times 10^scale, or, where a unit stands
 * in the text (has_unit: 元, 万, 亿, 美元 …), in hundredths of the currency's own unit. What stands beside figure
 * and unit is handed out as it is, folded, for the vocabulary to judge: names of currencies, or what makes the
 * text no amount. 1 234 is refused (one figure or two?), so is 一百五 (150 or 105?).
 */
struct td_amount {
    int64_t value;
    bool has_unit, plain_yuan; /* plain_yuan: a 元 of its own, of 人民币 unless a currency says otherwise */
    bool chinese;              /* in Chinese numerals */
    int currencies;
    char currency[3][32]; /* upper case, half width, no blanks */
};
enum td_fault td_amount(struct td_str text, int scale, struct td_amount *out);

/*
 * The one form of a character that GBK and the editions of GB18030 place differently: code points
 * of the private use area that Unicode has since become those of GB18030-2022 (A6D9 = U+FE10,
 * FE59 = U+9FB4, 8135F437 = U+1E3F …); every other character stays itself.
 */
uint32_t td_gb_form(uint32_t character);
/*
 * Take one character off s (which is not empty, UTF-8) as texts are compared: full width to half width,
 * hyphens to '-', every blank to ' ', what takes no room on paper to TD_CHAR_NONE, a byte that is not UTF-8
 * to TD_CHAR_MALFORMED.
 */
#define TD_CHAR_NONE 0xFFFFFFFFu
#define TD_CHAR_MALFORMED 0xFFFDu
uint32_t td_char_fold(struct td_str *s);

/* Days since 2000-01-01 (PostgreSQL's date); proleptic Gregorian calendar. */
typedef int32_t td_date;
#define TD_DATE_NONE INT32_MIN

struct td_civil {
    int year, month, day;
};

td_date td_date_from(struct td_civil c);
struct td_civil td_date_civil(td_date d);
bool td_date_valid(struct td_civil c);
/* n whole years before or after d; 29 February goes to 28 February in a common year. */
td_date td_date_add_years(td_date d, int years);
td_date td_date_add_months(td_date d, int months);
/* Whole years from `from` to `to`: one is full on the same month and day (29 Feb: on 1 Mar).
 * Negative when `to` is the earlier one. */
int td_date_years(td_date from, td_date to);
/* "yyyy-mm-dd", 11 bytes with its NUL; "" for TD_DATE_NONE and years beyond 0..9999. */
void td_date_text(td_date d, char out[11]);

/* Which forms a delivery may use, a bit set. */
enum td_date_form {
    TD_DATE_ISO = 1,     /* 2024-01-31, 2024/1/31, 2024.1.31, each with an optional time behind it */
    TD_DATE_COMPACT = 2, /* 20240131 */
    TD_DATE_CHINESE = 4, /* 2024年1月31日 */
    TD_DATE_EXCEL = 8,   /* 45292, Excel's serial (1900 system) */
    TD_DATE_EPOCH_MS = 16, /* milliseconds since 1970-01-01 UTC, taken as UTC+8 */
    TD_DATE_DMY = 32,    /* 31/01/2024 */
    TD_DATE_MDY = 64,    /* 01/31/2024 */
    TD_DATE_MONTH = 128, /* 2024-01, 2024年1月, 202401: the first of the month */
    TD_DATE_ANY = TD_DATE_ISO | TD_DATE_COMPACT | TD_DATE_CHINESE
};
/*
 * 1900-01-01..2199-12-31 is the range of a date; outside: TD_FAULT_DATE_RANGE. Where several of the
 * allowed forms read the text, the first one of the list above that gives a date in range counts.
 * A time behind a date must be one, and is dropped; one with a zone counts by China's day. Serial 60 and
 * 1900-01-00 are not dates.
 */
enum td_fault td_date_parse(struct td_str text, unsigned forms, td_date *out);
/* The same, and in which form it was: 0 for a plain yyyy-mm-dd or yyyymmdd, else one of td_date_form. */
enum td_fault td_date_read(struct td_str text, unsigned forms, td_date *out, unsigned *form);

/* ---- codes ------------------------------------------------------------------------------ */
enum td_uscc_kind {
    TD_USCC_GOOD,      /* 18 characters, both check digits right */
    TD_USCC_BAD_CHECK, /* 18 legal characters, GB 32100 check wrong (pilot-era codes exist) */
    TD_USCC_OLD,       /* 15-digit registration or tax number, or a 9-character organisation code */
    TD_USCC_LENGTH,
    TD_USCC_CHARACTER,
    TD_USCC_EXCEL,  /* 9.1371E+17, or 18 digits whose last three are lost */
    TD_USCC_PERSON, /* a resident's identity number, alone or in an individual's tax number */
    TD_USCC_EMPTY
};
/*
 * Normalise a code (full width, blanks, hyphen of an organisation code, lower case) into out and
 * classify it. GB 32100-2015 (weights 3^i mod 31) and GB 11714-1997 for characters 9 to 17.
 * out is "" unless the code is GOOD, BAD_CHECK or OLD. A 9-character code is OLD only when its own
 * check character fits (any cut-off number would pass otherwise).
 */
enum td_uscc_kind td_uscc(struct td_str text, char out[19]);
/*
 * What a code that is not good was probably meant to be, for a person to look into; never to be loaded.
 * out is "" where there is no single answer.
 */
enum td_uscc_repair {
    TD_REPAIR_NONE,
    TD_REPAIR_CONFUSED, /* characters taken for one another: O and 0, I l and 1, S and 5, Z and 2, B and 8 */
    TD_REPAIR_SWAPPED,  /* two neighbours changed places */
    TD_REPAIR_SURPLUS   /* something stands behind a whole code */
};
enum td_uscc_repair td_uscc_suggest(struct td_str text, char out[19]);
bool td_org_code_valid(const char code[9]); /* GB 11714: the check character fits */
/* Class of unit by the first two characters: registered company, 个体工商户 92, 合作社 93, other. */
enum td_unit { TD_UNIT_COMPANY, TD_UNIT_INDIVIDUAL, TD_UNIT_COOPERATIVE, TD_UNIT_OTHER };
enum td_unit td_uscc_unit(const char uscc[18]);

/*
 * A firm name for keys: half width, upper case, blanks and invisible characters removed, brackets
 * of every kind to ( ), GB18030-2005/2022 variants to one form. Appends to out.
 */
void td_name_key(struct td_str name, struct td_buf *out);
/* Is it a name of a branch (分公司, 分店, 办事处, 营业部, 分支机构 …)? */
bool td_name_is_branch(struct td_str name_key);

#endif
