/* A figure that nobody delivers; counts use -1. */
#ifndef CITY_UNKNOWN_H
#define CITY_UNKNOWN_H

#define UNKNOWN INT64_MIN

#endif
