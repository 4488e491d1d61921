/* The files of a publication, in the order of the counties, with a manifest. */
#ifndef TIDU_STAGES_PUBLISH_FILES_H
#define TIDU_STAGES_PUBLISH_FILES_H

#include "publish_notes.h"
#include "report.h"

struct publish_files {
    struct td_run *run;
    const struct publish_data *data;
    const struct publish_context *context;
    const struct report *report;
    const char *folder;
    struct td_buf manifest;
    size_t listed; /* files in it so far */
};
/* All of them into the folder; hash is that of manifest.json. */
bool publish_files_write(struct publish_files *files, char hash[65], struct td_error *err) TD_MUST_USE;

#endif
