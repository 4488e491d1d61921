# The page of report.html: web/ with its styles, scripts and Apache ECharts in one file, made by web/build.mjs into a table of
# bytes. web/node_modules is installed by scripts/deps from web/package-lock.json, whose checksum it leaves beside the modules.
if(NOT TARGET tidu_stages)
    return()
endif()
set(TIDU_WEB ${PROJECT_SOURCE_DIR}/web)
find_program(TIDU_NODE NAMES node nodejs)
file(SHA256 ${TIDU_WEB}/package-lock.json TIDU_WEB_LOCK)
set(TIDU_WEB_INSTALLED "")
if(EXISTS ${TIDU_WEB}/node_modules/.tidu-lock)
    file(READ ${TIDU_WEB}/node_modules/.tidu-lock TIDU_WEB_INSTALLED)
    string(STRIP "${TIDU_WEB_INSTALLED}" TIDU_WEB_INSTALLED)
endif()
if(NOT TIDU_NODE OR NOT TIDU_WEB_INSTALLED STREQUAL TIDU_WEB_LOCK)
    message(FATAL_ERROR "report.html needs node and the modules of web/package-lock.json: run scripts/deps, then configure again")
endif()

set(TIDU_PAGE ${CMAKE_CURRENT_BINARY_DIR}/report_page.c)
file(GLOB TIDU_WEB_FILES CONFIGURE_DEPENDS ${TIDU_WEB}/src/*)
add_custom_command(
    OUTPUT ${TIDU_PAGE}
    COMMAND ${TIDU_NODE} ${TIDU_WEB}/build.mjs ${CMAKE_CURRENT_BINARY_DIR}/report_page.html ${TIDU_PAGE}
    DEPENDS ${TIDU_WEB_FILES} ${TIDU_WEB}/build.mjs ${TIDU_WEB}/package-lock.json ${TIDU_WEB}/node_modules/.tidu-lock
    COMMENT "Making the page of report.html" VERBATIM)
target_sources(tidu_stages PRIVATE ${TIDU_PAGE})
target_include_directories(tidu_stages PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/stages)
