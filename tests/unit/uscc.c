#include "tidu/scalar.h"

#include <criterion/criterion.h>
#include <string.h>

struct code {
    const char *text;
    enum td_uscc_kind kind;
    const char *code;
};

static void
expect_codes(const struct code *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char out[19];
        enum td_uscc_kind kind = td_uscc(td_str(cases[i].text), out);

        cr_expect_eq(kind, cases[i].kind, "\"%s\": %d, not %d", cases[i].text, kind,
                     cases[i].kind);
        cr_expect_str_eq(out, cases[i].code, "\"%s\": \"%s\"", cases[i].text, out);
    }
}

#define EXPECT(cases) expect_codes(cases, sizeof(cases) / sizeof *(cases))

Test(uscc, vectors_of_the_standards)
{
    static const struct code cases[] = {
        {"914403001922038216", TD_USCC_GOOD, "914403001922038216"},
        {"91440300192317458F", TD_USCC_GOOD, "91440300192317458F"},
        {"91350100M000100Y43", TD_USCC_GOOD, "91350100M000100Y43"},
        {"91512081MA62K0260E", TD_USCC_GOOD, "91512081MA62K0260E"},
        {"9131000063159284XQ", TD_USCC_GOOD, "9131000063159284XQ"},
        {"914403001922038217", TD_USCC_BAD_CHECK, "914403001922038217"},
        {"91350100M000100Y4Z", TD_USCC_CHARACTER, ""},
        /* real codes of the pilot years */
        {"91350211M0000XUF46", TD_USCC_BAD_CHECK, "91350211M0000XUF46"},
        {"91350100M0001TGQXM", TD_USCC_BAD_CHECK, "91350100M0001TGQXM"},
    };
    EXPECT(cases);
}

Test(uscc, fault_20_is_normalised_before_it_is_judged)
{
    static const struct code cases[] = {
        {" 91440300192317458f\t", TD_USCC_GOOD, "91440300192317458F"},
        {"９１４４０３００１９２３１７４５８Ｆ", TD_USCC_GOOD, "91440300192317458F"},
        {"９１４４０３００１９２３１７４５８ｆ　", TD_USCC_GOOD, "91440300192317458F"},
        {"9144 0300 1923 1745 8F", TD_USCC_GOOD, "91440300192317458F"},
        {"\xEF\xBB\xBF"
         "91440300192317458F",
         TD_USCC_GOOD, "91440300192317458F"},
        {"\xE2\x80\xAD"
         "91440300192317458F\xE2\x80\xAC",
         TD_USCC_GOOD, "91440300192317458F"},
        {"91440300\xE2\x80\x8B"
         "192317458F",
         TD_USCC_GOOD, "91440300192317458F"},
        {"19231745-8", TD_USCC_OLD, "192317458"},
        {"192317458", TD_USCC_OLD, "192317458"},
        {"６３１５９２８４－ｘ", TD_USCC_OLD, "63159284X"},
        {"440301103097413", TD_USCC_OLD, "440301103097413"},
        {"440300192317458", TD_USCC_OLD, "440300192317458"},
        {"31000063159284X", TD_USCC_OLD, "31000063159284X"},
    };
    EXPECT(cases);
}

Test(uscc, faults)
{
    static const struct code cases[] = {
        {"", TD_USCC_EMPTY, ""},
        {" 　\xE2\x80\x8B", TD_USCC_EMPTY, ""},
        {"91440300192317458", TD_USCC_LENGTH, ""},
        {"91440300192317458FF", TD_USCC_LENGTH, ""},
        {"914403001923174", TD_USCC_OLD, "914403001923174"},
        {"192317459", TD_USCC_LENGTH, ""}, /* nine characters, but no organisation code */
        {"无", TD_USCC_LENGTH, ""},
        {"91440300192317458O", TD_USCC_CHARACTER, ""},
        {"9144030019231745IF", TD_USCC_CHARACTER, ""},
        {"S1440300192317458F", TD_USCC_CHARACTER, ""},
        {"9V440300192317458F", TD_USCC_CHARACTER, ""},
        {"91440300192317458Z", TD_USCC_CHARACTER, ""},
        {"9144030019231745中F", TD_USCC_CHARACTER, ""},
        {"91440300-92317458F", TD_USCC_CHARACTER, ""},
        {"91440300192317458\xFF", TD_USCC_CHARACTER, ""},
        {"91440300192317458F91440300192317458F91440300192317458F", TD_USCC_LENGTH, ""},
    };
    EXPECT(cases);
}

Test(uscc, fault_27_codes_spoilt_by_excel)
{
    static const struct code cases[] = {
        {"9.1371E+17", TD_USCC_EXCEL, ""},
        {"9.14403E+17", TD_USCC_EXCEL, ""},
        {"1.2E+17", TD_USCC_EXCEL, ""},
        {"9.14403001922038E+17", TD_USCC_EXCEL, ""},
        {"9E+17", TD_USCC_EXCEL, ""},
        {"9e17", TD_USCC_EXCEL, ""},
        {"９．１３７１Ｅ＋１７", TD_USCC_EXCEL, ""},
        {"9.1371E", TD_USCC_LENGTH, ""},
        {"E+17", TD_USCC_LENGTH, ""},
        /* an E among digits is a letter of a code */
        {"91512081MA62K0260E", TD_USCC_GOOD, "91512081MA62K0260E"},
    };
    EXPECT(cases);
}

Test(uscc, fault_27_a_code_of_digits_whose_end_excel_has_cut)
{
    static const struct code cases[] = {
        {"914403001922038000", TD_USCC_EXCEL, ""},
        {"91350100M000100000", TD_USCC_BAD_CHECK, "91350100M000100000"}, /* has a letter */
        {"914403001922038216", TD_USCC_GOOD, "914403001922038216"},
    };
    EXPECT(cases);
}

/* The numbers are those of the standard's own example (GB 11643-1999) and of nobody. */
Test(uscc, a_residents_number_is_no_code_of_a_firm)
{
    static const struct code cases[] = {
        {"11010519491231002X", TD_USCC_PERSON, ""},
        {"11010519491231002x", TD_USCC_PERSON, ""},
        {"11010519491231002X01", TD_USCC_PERSON, ""},
        {"440524188001010014", TD_USCC_BAD_CHECK, "440524188001010014"}, /* born in 1880 */
        {"110105194912310021", TD_USCC_BAD_CHECK, "110105194912310021"},
    };
    EXPECT(cases);
}

Test(uscc, repairs_are_suggested_where_there_is_one_answer)
{
    static const struct {
        const char *text, *code;
        enum td_uscc_repair repair;
    } cases[] = {
        {"9144O3OO1922O38216", "914403001922038216", TD_REPAIR_CONFUSED},
        {"9I4403001922038216", "914403001922038216", TD_REPAIR_CONFUSED},
        {"9l4403001922038216", "914403001922038216", TD_REPAIR_CONFUSED},
        {"91440300192203B216", "914403001922038216", TD_REPAIR_CONFUSED},
        {"91440300I92203B216", "914403001922038216", TD_REPAIR_CONFUSED},
        {"91512081MA62KO26OE", "91512081MA62K0260E", TD_REPAIR_CONFUSED},
        {"914403001922308216", "914403001922038216", TD_REPAIR_SWAPPED},
        {"914403001922038216X", "914403001922038216", TD_REPAIR_SURPLUS},
        {"914403001922038216", "", TD_REPAIR_NONE},
        {"91440300192203821", "", TD_REPAIR_NONE},
        {"914403001922038217", "", TD_REPAIR_NONE},
        {"聊城市某某有限公司", "", TD_REPAIR_NONE},
        {"", "", TD_REPAIR_NONE},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[19];

        cr_expect_eq(td_uscc_suggest(td_str(cases[i].text), out), cases[i].repair, "%s: %s",
                     cases[i].text, out);
        cr_expect_str_eq(out, cases[i].code, "%s: %s", cases[i].text, out);
    }
}

Test(uscc, one_wrong_character_is_always_found)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const char *good = "91512081MA62K0260E";

    for (size_t at = 0; at < 18; at++)
        for (const char *c = alphabet; *c != 0; c++) {
            char code[19], out[19];

            strcpy(code, good);
            code[at] = *c;
            cr_expect_eq(td_uscc(td_str(code), out),
                         *c == good[at] ? TD_USCC_GOOD : TD_USCC_BAD_CHECK, "%s", code);
        }
}

Test(uscc, organisation_codes)
{
    cr_expect(td_org_code_valid("192203821"));
    cr_expect(td_org_code_valid("63159284X"));
    cr_expect(td_org_code_valid("MA62K0260"));
    cr_expect_not(td_org_code_valid("192203822"));
    cr_expect_not(td_org_code_valid("19220-821"));
}

Test(uscc, kinds_of_unit)
{
    cr_expect_eq(td_uscc_unit("91512081MA62K0260E"), TD_UNIT_COMPANY);
    cr_expect_eq(td_uscc_unit("92512081MA62K0260E"), TD_UNIT_INDIVIDUAL);
    cr_expect_eq(td_uscc_unit("93512081MA62K0260E"), TD_UNIT_COOPERATIVE);
    cr_expect_eq(td_uscc_unit("12512081MA62K0260E"), TD_UNIT_OTHER);
    cr_expect_eq(td_uscc_unit("N2512081MA62K0260E"), TD_UNIT_OTHER);
}
