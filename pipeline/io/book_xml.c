#include "book.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 32 * 1024 };

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

bool
xml_open(struct xml *x, struct archive *a, uint64_t index, void *user,
         XML_StartElementHandler start, XML_EndElementHandler end, XML_CharacterDataHandler text,
         struct td_error *err)
{
    *x = (struct xml){0};
    if (!member_open(&x->member, a, index, err))
        return false;
    x->parser = XML_ParserCreate(NULL);
    if (x->parser == NULL)
        td_out_of_memory(0);
    XML_SetUserData(x->parser, user);
    XML_UseParserAsHandlerArg(x->parser);
    XML_SetElementHandler(x->parser, start, end);
    XML_SetCharacterDataHandler(x->parser, text);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
    return true;
}

static bool
explain(struct xml *x, struct td_error *err)
{
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
