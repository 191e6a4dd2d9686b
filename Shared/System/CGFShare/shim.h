#pragma once
#include <libgfshare.h>

// The library takes its randomness from a global function pointer, which Swift cannot assign safely.
static inline void amparo_gfshare_take_randomness_from(gfshare_rand_func_t fill) {
    gfshare_fill_rand = fill;
}
