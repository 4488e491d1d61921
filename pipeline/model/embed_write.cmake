# cmake -D LIST=… -D OUT=… -P embed_write.cmake : writes the C file of embed.cmake.
file(STRINGS ${LIST} lines ENCODING UTF-8)
list(POP_FRONT lines) # the heading
set(table "")
foreach(line IN LISTS lines)
    if(NOT line MATCHES "^([A-T][0-9]*)\t([^\t\"\\]+)$")
        message(FATAL_ERROR "${LIST}: not a code and a name: ${line}")
    endif()
    string(APPEND table "    {\"${CMAKE_MATCH_1}\", \"${CMAKE_MATCH_2}\"},\n")
endforeach()
file(WRITE ${OUT}
    "/* Generated from criteria/lists/gbt4754_2017.tsv by embed_write.cmake. */\n"
    "#include \"tidu/industry.h\"\n\nconst struct td_industry td_industries[] = {\n${table}};\n"
    "const size_t td_industry_count = sizeof td_industries / sizeof td_industries[0];\n")
