# What every target of ours is compiled with; nothing is set directory-wide.
add_library(tidu_flags INTERFACE)
target_compile_options(tidu_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
    -Wvla -Wundef -Wformat=2 $<$<BOOL:${TIDU_WERROR}>:-Werror>)
# POSIX 2008 (openat, fsync, getline, strptime) is asked for by name; GNU extensions are not.
target_compile_definitions(tidu_flags INTERFACE _POSIX_C_SOURCE=200809L)
target_include_directories(tidu_flags INTERFACE ${PROJECT_SOURCE_DIR}/include)

if(TIDU_SANITIZE)
    target_compile_options(tidu_flags INTERFACE -fsanitize=${TIDU_SANITIZE}
        -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
    target_link_options(tidu_flags INTERFACE -fsanitize=${TIDU_SANITIZE})
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(tidu_flags INTERFACE -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE)
    target_link_options(tidu_flags INTERFACE -pie -Wl,-z,relro,-z,now)
endif()
