#include "book.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 32 * 1024 };
/* expat keeps every element that is open and every tag that has not ended, and a megabyte packed can be
 * either 500 times over; a tag that comes in pieces it reads anew with each. A workbook is a dozen deep; its
 * longest text has 32,767 characters. */
enum { DEPTH_MAX = 256, SILENT_BYTES = 8 << 20 };

const char *
xml_local(const char *name)
{
    const char *colon = strrchr(name, ':');

    return colon == NULL ? name : colon + 1;
}

const char *
xml_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2)
        if (strcmp(xml_local(attributes[i]), name) == 0)
            return attributes[i + 1];
    return NULL;
}

/* No workbook has one; entities and foreign files come by no other way. */
static void
on_doctype(void *parser, const char *name, const char *system, const char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    (void)XML_StopParser((XML_Parser)parser, XML_FALSE);
}

void *
xml_user(void *parser)
{
    return ((const struct xml *)XML_GetUserData((XML_Parser)parser))->user;
}

static void
on_start(void *parser, const char *name, const char **attributes)
{
    struct xml *x = XML_GetUserData((XML_Parser)parser);

    x->heard = x->member.given;
    x->excessive = ++x->depth > DEPTH_MAX;
    if (x->excessive)
        (void)XML_StopParser(x->parser, XML_FALSE);
    else
        x->start(parser, name, attributes);
}

static void
on_end(void *parser, const char *name)
{
    struct xml *x = XML_GetUserData((XML_Parser)parser);

    x->heard = x->member.given;
    x->depth--;
    if (x->end != NULL && !x->excessive)
        x->end(parser, name);
}

bool
xml_open(struct xml *x, struct archive *a, uint64_t index, void *user,
         XML_StartElementHandler start, XML_EndElementHandler end, XML_CharacterDataHandler text,
         struct td_error *err)
{
    *x = (struct xml){.user = user, .start = start, .end = end};
    if (!member_open(&x->member, a, index, err))
        return false;
    x->parser = XML_ParserCreate(NULL);
    if (x->parser == NULL)
        td_out_of_memory(0);
    XML_SetUserData(x->parser, x);
    XML_UseParserAsHandlerArg(x->parser);
    XML_SetElementHandler(x->parser, on_start, on_end);
    XML_SetCharacterDataHandler(x->parser, text);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
    return true;
}

static bool
over_limit(const struct xml *x, struct td_error *err)
{
    (void)td_fail(err, TD_E_LIMIT,
                  TD_T("工作簿的 %s 超过上限：元素深于 %d 层，或一处长于 %d MiB",
                       "%s of the workbook is beyond the limit: elements deeper than %d, or one longer than %d MiB"),
                  x->member.name, DEPTH_MAX, SILENT_BYTES >> 20);
    (void)td_at(err, x->member.archive->path, 0, 0);
    return td_hint(err, "%s",
                   TD_T("用 Excel 或 WPS 打开并另存后再交付",
                        "open it in Excel or WPS, save it anew and deliver that"));
}

static bool
explain(struct xml *x, struct td_error *err)
{
    if (x->excessive)
        return over_limit(x, err);
    enum XML_Error code = XML_GetErrorCode(x->parser);
    const char *what = code == XML_ERROR_ABORTED
                           ? TD_T("含有 DTD（工作簿里不应有）",
                                  "a document type, which no workbook has")
                           : XML_ErrorString(code);

    if (code == XML_ERROR_NO_MEMORY)
        td_out_of_memory(0);
    (void)td_fail(err, TD_E_DAMAGED,
                  TD_T("工作簿损坏：%s 第 %lu 行：%s", "damaged workbook: %s line %lu: %s"),
                  x->member.name, (unsigned long)XML_GetCurrentLineNumber(x->parser), what);
    (void)td_at(err, x->member.archive->path, 0, 0);
    return td_hint(err, "%s",
                   TD_T("用 Excel 或 WPS 打开并另存后再交付",
                        "open it in Excel or WPS, save it anew and deliver that"));
}

bool
xml_step(struct xml *x, struct td_error *err)
{
    XML_ParsingStatus status;
    size_t got = 0;
    void *block;

    XML_GetParsingStatus(x->parser, &status);
    if (status.parsing == XML_SUSPENDED) {
        if (XML_ResumeParser(x->parser) == XML_STATUS_ERROR)
            return explain(x, err);
    } else {
        block = XML_GetBuffer(x->parser, BLOCK_BYTES);
        if (block == NULL)
            return explain(x, err);
        if (!member_read(&x->member, block, BLOCK_BYTES, &got, err))
            return false;
        if (XML_ParseBuffer(x->parser, (int)got, got == 0) == XML_STATUS_ERROR)
            return explain(x, err);
        if (x->member.given - x->heard > SILENT_BYTES)
            return over_limit(x, err);
    }
    XML_GetParsingStatus(x->parser, &status);
    x->ended = status.parsing == XML_FINISHED;
    return true;
}

bool
xml_run(struct xml *x, struct td_error *err)
{
    while (!x->ended)
        if (!xml_step(x, err))
            return false;
    return true;
}

void
xml_close(struct xml *x)
{
    if (x->parser != NULL)
        XML_ParserFree(x->parser);
    member_close(&x->member);
    *x = (struct xml){0};
}
