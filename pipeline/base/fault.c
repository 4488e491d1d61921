#include "tidu/fault.h"

const char *
td_fault_code(enum td_fault fault)
{
    static const char *const codes[TD_FAULT_COUNT] = {
        [TD_FAULT_NONE] = "",
#define X(name, code, zh, en) [TD_FAULT_##name] = code,
        TD_FAULTS(X)
#undef X
    };
    return codes[fault];
}

const char *
td_fault_text(enum td_fault fault)
{
    static const char *const zh_texts[TD_FAULT_COUNT] = {
        [TD_FAULT_NONE] = "",
#define X(name, code, zh, en) [TD_FAULT_##name] = zh,
        TD_FAULTS(X)
#undef X
    };
    static const char *const en_texts[TD_FAULT_COUNT] = {
        [TD_FAULT_NONE] = "",
#define X(name, code, zh, en) [TD_FAULT_##name] = en,
        TD_FAULTS(X)
#undef X
    };
    return TD_T(zh_texts[fault], en_texts[fault]);
}
