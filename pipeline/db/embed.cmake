# Embeds every sql/**/*.sql in tidu_db, as byte arrays: pedantic compilers refuse long literals, and
# the file stays what psql runs. Names are "folder/name" without ".sql"; pipeline/db/sql.c reads the
# table. A checksum is taken where it is needed (migrations), by td_hash64 at run time, so that embedded
# files and those of --sql-dir are compared by the same function.
if(NOT TARGET tidu_db)
    return()
endif()

set(TIDU_SQL_DIR ${PROJECT_SOURCE_DIR}/sql)
set(TIDU_EMBEDDED ${CMAKE_CURRENT_BINARY_DIR}/embedded_sql.c)
# A new or removed file makes CMake run again; an edited one only remakes embedded_sql.c.
file(GLOB_RECURSE TIDU_SQL_FILES CONFIGURE_DEPENDS ${TIDU_SQL_DIR}/*.sql)
list(SORT TIDU_SQL_FILES)
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/embedded_sql.list.new "${TIDU_SQL_FILES}")
# The list is a dependency too: removing a file must remake the table.
execute_process(COMMAND ${CMAKE_COMMAND} -E copy_if_different
    ${CMAKE_CURRENT_BINARY_DIR}/embedded_sql.list.new ${CMAKE_CURRENT_BINARY_DIR}/embedded_sql.list)

add_custom_command(
    OUTPUT ${TIDU_EMBEDDED}
    COMMAND ${CMAKE_COMMAND} -D DIR=${TIDU_SQL_DIR} -D OUT=${TIDU_EMBEDDED}
        -D LIST=${CMAKE_CURRENT_BINARY_DIR}/embedded_sql.list
        -P ${CMAKE_CURRENT_SOURCE_DIR}/db/embed_write.cmake
    DEPENDS ${TIDU_SQL_FILES} ${CMAKE_CURRENT_BINARY_DIR}/embedded_sql.list
        ${CMAKE_CURRENT_SOURCE_DIR}/db/embed_write.cmake
    COMMENT "Embedding SQL" VERBATIM)
target_sources(tidu_db PRIVATE ${TIDU_EMBEDDED})
target_include_directories(tidu_db PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/db)
