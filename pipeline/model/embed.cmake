# Makes criteria/lists/gbt4754_2017.tsv (code TAB name, sorted by code) a table of tidu_model: the
# model reads no files.
if(NOT TARGET tidu_model)
    return()
endif()
set(TIDU_INDUSTRY_LIST ${PROJECT_SOURCE_DIR}/criteria/lists/gbt4754_2017.tsv)
set(TIDU_INDUSTRY_TABLE ${CMAKE_CURRENT_BINARY_DIR}/industry_table.c)
add_custom_command(
    OUTPUT ${TIDU_INDUSTRY_TABLE}
    COMMAND ${CMAKE_COMMAND} -D LIST=${TIDU_INDUSTRY_LIST} -D OUT=${TIDU_INDUSTRY_TABLE}
        -P ${CMAKE_CURRENT_SOURCE_DIR}/model/embed_write.cmake
    DEPENDS ${TIDU_INDUSTRY_LIST} ${CMAKE_CURRENT_SOURCE_DIR}/model/embed_write.cmake
    COMMENT "Embedding GB/T 4754-2017" VERBATIM)
target_sources(tidu_model PRIVATE ${TIDU_INDUSTRY_TABLE})

# criteria/lists/regions.tsv and name_words.tsv: what names of firms are made of (name_words.h).
set(TIDU_REGION_LIST ${PROJECT_SOURCE_DIR}/criteria/lists/regions.tsv)
set(TIDU_WORD_LIST ${PROJECT_SOURCE_DIR}/criteria/lists/name_words.tsv)
set(TIDU_NAME_TABLE ${CMAKE_CURRENT_BINARY_DIR}/name_table.c)
add_custom_command(
    OUTPUT ${TIDU_NAME_TABLE}
    COMMAND ${CMAKE_COMMAND} -D REGIONS=${TIDU_REGION_LIST} -D WORDS=${TIDU_WORD_LIST} -D OUT=${TIDU_NAME_TABLE}
        -P ${CMAKE_CURRENT_SOURCE_DIR}/model/embed_names.cmake
    DEPENDS ${TIDU_REGION_LIST} ${TIDU_WORD_LIST} ${CMAKE_CURRENT_SOURCE_DIR}/model/embed_names.cmake
    COMMENT "Embedding regions and words of names" VERBATIM)
target_sources(tidu_model PRIVATE ${TIDU_NAME_TABLE})
target_include_directories(tidu_model PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/model)
