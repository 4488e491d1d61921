# cmake -D REGIONS=… -D WORDS=… -D OUT=… -P embed_names.cmake : writes the C file of embed.cmake for names of firms.
function(rows LIST PATTERN RESULT)
    file(STRINGS ${LIST} lines ENCODING UTF-8)
    list(POP_FRONT lines) # the heading
    set(table "")
    foreach(line IN LISTS lines)
        if(NOT line MATCHES "${PATTERN}")
            message(FATAL_ERROR "${LIST}: not a row of this list: ${line}")
        endif()
        string(APPEND table "    {\"${CMAKE_MATCH_1}\", \"${CMAKE_MATCH_2}\", \"${CMAKE_MATCH_3}\"},\n")
    endforeach()
    set(${RESULT} "${table}" PARENT_SCOPE)
endfunction()

# what link depends on: of the lists as they were read, so that another word links anew
file(SHA256 ${REGIONS} regions_hash)
file(SHA256 ${WORDS} words_hash)
string(SHA256 lists_hash "${regions_hash}${words_hash}")
string(SUBSTRING ${lists_hash} 0 8 lists_hash)

rows(${REGIONS} "^([^\t\"\\]+)\t([^\t\"\\]*)\t([0-9,]+)$" regions)
rows(${WORDS} "^([a-z]+)\t([^\t\"\\]+)\t([^\t\"\\]*)$" words)
file(WRITE ${OUT}
    "/* Generated from criteria/lists/regions.tsv and name_words.tsv by embed_names.cmake. */\n"
    "#include \"name_words.h\"\n\nconst char name_lists_hash[] = \"${lists_hash}\";\n"
    "const struct name_region name_regions[] = {\n${regions}};\n"
    "const size_t name_region_count = sizeof name_regions / sizeof name_regions[0];\n"
    "const struct name_word_row name_word_rows[] = {\n${words}};\n"
    "const size_t name_word_row_count = sizeof name_word_rows / sizeof name_word_rows[0];\n")
