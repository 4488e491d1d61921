#include "tidu/stage.h"

/* Compiled once per executable: TIDU_EXECUTABLE is "tidu", "tidu-load" … */
int
main(int argc, char **argv)
{
    return td_main(TIDU_EXECUTABLE, argc, argv);
}
