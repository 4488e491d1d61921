/* An invariant that a fuzz target holds to, in every build type. */
#ifndef TIDU_FUZZ_REQUIRE_H
#define TIDU_FUZZ_REQUIRE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define REQUIRE(condition)                                                                     \
    do {                                                                                       \
        if (!(condition)) {                                                                    \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                    \
            abort();                                                                           \
        }                                                                                      \
    } while (0)

/*
 * libfyaml 0.7 gives back the right text of a 'single-quoted' one that holds several '' and loses the list of
 * its pieces (16 bytes each; 64 MiB for the largest file that is read, all of it '). A parser that we forgot to
 * destroy would be passed over here, too: unit.yaml runs under the leak checker without this.
 */
const char *
__lsan_default_suppressions(void);
#define LIBFYAML_LEAKS                                                                         \
    const char *__lsan_default_suppressions(void)                                              \
    {                                                                                          \
        return "leak:libfyaml.so\n";                                                           \
    }

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
