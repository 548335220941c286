/* The passes over all pairs: what Python hands over (library.py holds the same fields in the same order). */
#ifndef BINOME_KERNEL_H
#define BINOME_KERNEL_H

#include <stdint.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(BINOME_PLAIN)
#define BINOME_X86 1
#else
#define BINOME_X86 0
#endif
#define EXPORT __attribute__((visibility("default")))

enum { TILE = 256, ROWS = 4, WORD = 64 }; /* mentors of a tile; mentees scored together; mentors of a mask word */
enum { SPAN = 16384 };                    /* of u, a power of 2: mentees within one share their limits */
enum { PLAIN = 0, AVX2 = 1, AVX512 = 2 }; /* instruction sets */
enum { NEVER = INT16_MIN };               /* the score of an excluded pair */

/* A hard rule too rich to be kept as masks, asked of the few pairs that pass the threshold. `kind` as in GateKind. */
typedef struct {
    int64_t kind;
    const int64_t *mentee, *mentor;
    const uint8_t *allowed; /* [mentee codes][columns], for TABLE */
    int64_t columns;
} Gate;

/* Integer tables of n mentees and m mentors. `width`: m rounded up to whole words; the padding is never eligible.
 * The mentors come in an order that puts those whom the same rules forbid side by side; `place` is their true one. */
typedef struct {
    int64_t mentees, mentors, width;
    const int32_t *place;
    const uint16_t *values; /* [rows][width]; 16-bit sums may wrap on the way, the affinity itself never does */
    const int64_t *starts;
    const int32_t *row;
    const uint16_t *times;
    int64_t depth;              /* of the vectors, padded to a multiple of 4 */
    const void *mentee_vectors; /* uint16 [n][depth], or uint8 (value + 128) for AVX512 */
    const void *mentor_vectors; /* uint16 [depth][width], or int8 [depth / 4][width][4] for AVX512 */
    const int32_t *offset;      /* [width], for AVX512: -128 times the sum of the mentor's vector */
    int64_t masks;              /* hard rules kept as masks */
    const uint64_t *mask_rows;  /* [rows][width / 64], bit j % 64 of word j / 64: mentor j is allowed */
    const int32_t *mask_of;     /* [n][masks]: each mentee's row for each rule */
    int64_t gates;
    const Gate *gate;
    const int64_t *excluded_starts; /* compressed rows sorted by mentor, in this order of mentors */
    const int32_t *excluded;
    const int64_t *bonus_starts;
    const int32_t *bonus, *bonus_points;
    int64_t instructions;
} Tables;

/* Which pairs are wanted: weight - u - v > margin, the `count` largest of each mentee. Without v: the affinity. */
typedef struct {
    const int32_t *order;   /* the mentees to read, by u / SPAN; u rising when there is a curve */
    const int64_t *u, *v;   /* [n], [m] */
    int64_t base, margin;   /* weight = base + affinity, or base + curve[affinity - low] */
    const int64_t *curve;   /* [high - low + 1] rising, or NULL */
    int64_t low, high;      /* bounds on every affinity */
    const int32_t *floor;   /* [n] or NULL: affinities under it don't exist */
    int64_t count;
} Request;

/* One way to score and to compare, for one instruction set. */
typedef struct {
    /* The affinities of `count` <= ROWS mentees with mentors first .. first + lanes - 1, into sum[ROWS][TILE]. */
    void (*score)(const Tables *, const int32_t *mentee, int count, int64_t first, int64_t lanes, uint16_t *sum);
    /* Bit k of *over: saturated(sum[k] - limit[k]) > threshold and sum[k] > under, for WORD lanes. */
    uint64_t (*over)(const int16_t *sum, const int16_t *limit, int16_t threshold, int16_t under);
} Maker;

extern const Maker plain_maker;
#if BINOME_X86
extern const Maker avx2_maker, avx512_maker;
#endif

/* A mentee's allowed mentors among those of one word. */
static inline uint64_t allowed_word(const Tables *t, int64_t mentee, int64_t word) {
    int64_t words = t->width / WORD;
    int64_t beyond = (word + 1) * WORD - t->mentors;
    uint64_t bits = beyond > 0 ? UINT64_MAX >> beyond : UINT64_MAX;
    const int32_t *row = t->mask_of + mentee * t->masks;
    for (int64_t k = 0; k < t->masks; k++) bits &= t->mask_rows[row[k] * words + word];
    return bits;
}

int passes_gates(const Tables *t, int64_t mentee, int64_t mentor);

#endif
