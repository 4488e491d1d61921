# cmake -D DIR=… -D LIST=… -D OUT=… -P embed_write.cmake : writes the C file of embed.cmake.
file(READ ${LIST} files)
set(arrays "")
set(table "")
set(index 0)
foreach(file IN LISTS files)
    file(RELATIVE_PATH name ${DIR} ${file})
    string(REGEX REPLACE "\\.sql$" "" name "${name}")
    file(READ ${file} hex HEX)
    string(LENGTH "${hex}" digits)
    math(EXPR bytes "${digits} / 2")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
    # eight bytes a line, for whoever opens the file
    string(REGEX REPLACE "((0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,))" "\\1\n" hex "${hex}")
    string(APPEND arrays "static const unsigned char file_${index}[] = {\n${hex}0x00};\n")
    string(APPEND table "    {\"${name}\", file_${index}, ${bytes}},\n")
    math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUT}
    "/* Generated from sql/ by embed_write.cmake. */\n#include \"sql.h\"\n\n${arrays}\n"
    "const struct sql_file embedded_sql[] = {\n${table}    {NULL, NULL, 0},\n};\n"
    "const size_t embedded_sql_count = ${index};\n")
