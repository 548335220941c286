/* The two instruction sets that the compiler vectorises by itself: whatever the machine surely has, and AVX2. */
#include <string.h>

#include "kernel.h"

#define NAME(function) plain_##function
#define TARGET
#include "score_body.h"
#undef NAME
#undef TARGET
const Maker plain_maker = {plain_score, plain_over};

#if BINOME_X86
#define NAME(function) avx2_##function
#define TARGET __attribute__((target("avx2")))
#include "score_body.h"
const Maker avx2_maker = {avx2_score, avx2_over};
#endif
