#include "city.h"

uint64_t
mix64(uint64_t x)
{
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

struct rnd
rnd_of(uint64_t seed, uint64_t firm, uint64_t domain)
{
    return (struct rnd){mix64(seed * 0x9E3779B97F4A7C15u ^ mix64(firm ^ (domain << 48)))};
}

uint64_t
rnd_next(struct rnd *r)
{
    uint64_t x = mix64(r->state);
    r->state += 0x9E3779B97F4A7C15u;
    return x;
}

uint32_t
rnd_below(struct rnd *r, uint32_t n)
{
    return (uint32_t)(((rnd_next(r) >> 32) * n) >> 32);
}

int64_t
rnd_between(struct rnd *r, int64_t low, int64_t high)
{
    return low + (int64_t)(rnd_next(r) % (uint64_t)(high - low + 1));
}

bool
rnd_chance(struct rnd *r, uint32_t ppm)
{
    return rnd_below(r, 1000000) < ppm;
}

/* 2^(x / 65536) as a 32.16 fixed-point number, by a cubic that is off by less than 0.02 %. */
static uint64_t
exp2_fixed(int64_t x)
{
    int64_t whole = x >> 16, part = x & 65535;
    uint64_t f = (uint64_t)part, y;

    y = 5112;                    /* 0.0780 */
    y = 14910 + ((y * f) >> 16); /* 0.2275 */
    y = 45514 + ((y * f) >> 16); /* 0.6945 */
    y = 65536 + ((y * f) >> 16);
    return whole >= 0 ? y << whole : y >> -whole;
}

int64_t
rnd_lognormal(struct rnd *r, int64_t median, int sigma)
{
    uint64_t a = rnd_next(r), b = rnd_next(r);
    int64_t sum = 0;

    /* eight uniforms of 16 bits: mean 4 * 65535, deviation 65536 * sqrt(8 / 12) = 53510 */
    for (int i = 0; i < 4; i++)
        sum += (int64_t)(a >> (16 * i) & 65535) + (int64_t)(b >> (16 * i) & 65535);
    sum -= 4 * 65535;
    /* z = sum / 53510; the power of two is z * sigma / 1000 / ln 2 */
    return (int64_t)(((uint64_t)median * exp2_fixed(sum * sigma * 65536 / 37090455)) >> 16);
}

uint64_t
permute(uint64_t i, uint64_t n, uint64_t key)
{
    unsigned half = 1;
    uint64_t mask;

    while ((UINT64_C(1) << (2 * half)) < n)
        half++;
    mask = (UINT64_C(1) << half) - 1;
    do {
        uint64_t left = i >> half, right = i & mask;

        for (uint64_t round = 0; round < 4; round++) {
            uint64_t next = left ^ (mix64(right ^ (key + (round << 40))) & mask);
            left = right;
            right = next;
        }
        i = left << half | right;
    } while (i >= n);
    return i;
}
