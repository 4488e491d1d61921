/*
 * Why one row of a delivery is not loaded: the stable reason codes of reject.row.
 * They are part of the product (analysts filter by them): append, never rename.
 */
#ifndef TIDU_FAULT_H
#define TIDU_FAULT_H

#include "tidu/text.h"

/*      name             code text             Chinese                                English */
#define TD_FAULTS(X)                                                                            \
    X(BAD_ENCODING,     "bad_encoding",     "编码错误，字节不属于声明的编码",     "bytes are not in the declared encoding") \
    X(NUL_BYTE,         "nul_byte",         "含有 NUL 字节",                     "a NUL byte")                            \
    X(TOO_LONG,         "too_long",         "记录超过长度上限",                  "the record is longer than the limit")   \
    X(UNCLOSED_QUOTE,   "unclosed_quote",   "引号没有闭合",                      "a quote is not closed")                 \
    X(STRAY_QUOTE,      "stray_quote",      "引号之后还有内容",                  "text after a closing quote")            \
    X(COLUMN_COUNT,     "column_count",     "列数与表头不符",                    "the number of columns is not the header's") \
    X(MISSING,          "missing",          "必填字段为空",                      "a needed field is empty")               \
    X(USCC_LENGTH,      "uscc_length",      "统一社会信用代码长度不对",          "a credit code of the wrong length")     \
    X(USCC_CHARACTER,   "uscc_character",   "统一社会信用代码含非法字符",        "a character no credit code has")        \
    X(USCC_CHECK,       "uscc_check",       "统一社会信用代码校验位不符",        "the check digit of the credit code is wrong") \
    X(EXCEL_NOTATION,   "excel_notation",   "代码被 Excel 改成科学计数法或截去末位",       "a code spoilt by Excel: scientific notation, or its last digits lost") \
    X(BAD_NUMBER,       "bad_number",       "不是数字",                          "not a number")                          \
    X(NUMBER_RANGE,     "number_range",     "数值超出允许范围",                  "a number outside its range")            \
    X(BAD_DATE,         "bad_date",         "不是有效日期",                      "not a date of the calendar")            \
    X(DATE_RANGE,       "date_range",       "日期超出允许范围",                  "a date outside its range")              \
    X(BAD_YEAR,         "bad_year",         "年度不对",                          "not a year, or not this delivery's")    \
    X(BAD_WORD,         "bad_word",         "代码词不在词表中",                  "a word that is not in the vocabulary")  \
    X(BAD_COUNTY,       "bad_county",       "区县代码或名称不认识",              "not a county of the profile")           \
    X(BAD_INDUSTRY,     "bad_industry",     "行业代码不在国民经济行业分类中",    "not a code of the industry classification") \
    X(BAD_NAME,         "bad_name",         "名称栏不是名称（日期、数字、代码或带引号），疑为错列", "no name: a date, a figure, a code, or in quotes; shifted columns?") \
    X(MISPLACED,        "misplaced",        "内容不属于该列，疑为错列",          "what belongs to another column; shifted columns?") \
    X(CURRENCY_CONFLICT,"currency_conflict","注册资本中的币种与币种列不符",      "the capital's own currency is not that of its column") \
    X(PERSONAL_NUMBER,  "personal_number",  "代码栏是个人身份证号码",            "the identity number of a person in place of a code") \
    X(DUPLICATE,        "duplicate",        "同一键的另一条记录内容不同",        "another record with the same key differs")

enum td_fault {
    TD_FAULT_NONE,
#define X(name, code, zh, en) TD_FAULT_##name,
    TD_FAULTS(X)
#undef X
        TD_FAULT_COUNT
};

const char *td_fault_code(enum td_fault fault); /* "bad_number" */
const char *td_fault_text(enum td_fault fault); /* in the reader's language */

#endif
