/* Scoring by AVX-512: 32 pairs an instruction for the rows, 64 products an instruction (VNNI) for the vectors. */
#include "kernel.h"

#if BINOME_X86
#include <immintrin.h>
#include <string.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))

/* The dot products of ROWS mentees with `lanes` mentors. VNNI multiplies unsigned by signed bytes: the mentee's are
 * raised by 128, and `offset` takes it back. Sums are cut to 16 bits, as everywhere. */
TARGET static void dots(const Tables *t, const int32_t *mentee, int64_t first, int64_t lanes, uint16_t *sum) {
    int64_t groups = t->depth / 4;
    const uint8_t *x[ROWS];
    for (int r = 0; r < ROWS; r++) x[r] = (const uint8_t *)t->mentee_vectors + mentee[r] * t->depth;
    for (int64_t j = 0; j < lanes; j += 32) {
        const int8_t *y = (const int8_t *)t->mentor_vectors + (first + j) * 4;
        __m512i even[ROWS], odd[ROWS];
        for (int r = 0; r < ROWS; r++) {
            even[r] = _mm512_loadu_si512(t->offset + first + j);
            odd[r] = _mm512_loadu_si512(t->offset + first + j + 16);
        }
        for (int64_t k = 0; k < groups; k++, y += t->width * 4) {
            __m512i left = _mm512_loadu_si512(y), right = _mm512_loadu_si512(y + 64);
            for (int r = 0; r < ROWS; r++) {
                int32_t four;
                memcpy(&four, x[r] + 4 * k, sizeof four);
                __m512i all = _mm512_set1_epi32(four);
                even[r] = _mm512_dpbusd_epi32(even[r], all, left);
                odd[r] = _mm512_dpbusd_epi32(odd[r], all, right);
            }
        }
        for (int r = 0; r < ROWS; r++) {
            _mm256_storeu_si256((__m256i *)(sum + r * TILE + j), _mm512_cvtepi32_epi16(even[r]));
            _mm256_storeu_si256((__m256i *)(sum + r * TILE + j + 16), _mm512_cvtepi32_epi16(odd[r]));
        }
    }
}

enum { LIST = 64 }; /* rows added in one go: more of them come back for another */

/* sum += the rows of values from `k` on, at most LIST of them; how many were added. */
TARGET static int64_t add_some_rows(const Tables *t, int64_t k, int64_t end, int64_t first, int64_t lanes, uint16_t *sum) {
    const uint16_t *once[LIST], *more[LIST];
    __m512i times[LIST];
    int n = 0, m = 0;
    int64_t start = k;
    for (; k < end && k < start + LIST; k++) {
        const uint16_t *row = t->values + t->row[k] * t->width + first;
        if (t->times[k] == 1) {
            once[n++] = row;
        } else {
            times[m] = _mm512_set1_epi16((int16_t)t->times[k]);
            more[m++] = row;
        }
    }
    for (int64_t j = 0; j < lanes; j += 64) {
        __m512i left = _mm512_loadu_si512(sum + j), right = _mm512_loadu_si512(sum + j + 32);
        for (int i = 0; i < n; i++) {
            left = _mm512_add_epi16(left, _mm512_loadu_si512(once[i] + j));
            right = _mm512_add_epi16(right, _mm512_loadu_si512(once[i] + j + 32));
        }
        for (int i = 0; i < m; i++) {
            left = _mm512_add_epi16(left, _mm512_mullo_epi16(times[i], _mm512_loadu_si512(more[i] + j)));
            right = _mm512_add_epi16(right, _mm512_mullo_epi16(times[i], _mm512_loadu_si512(more[i] + j + 32)));
        }
        _mm512_storeu_si512(sum + j, left);
        _mm512_storeu_si512(sum + j + 32, right);
    }
    return k - start;
}

TARGET static void score(const Tables *t, const int32_t *mentee, int count, int64_t first, int64_t lanes, uint16_t *sum) {
    int32_t four[ROWS];
    for (int r = 0; r < ROWS; r++) four[r] = mentee[r < count ? r : 0];
    dots(t, four, first, lanes, sum);
    for (int r = 0; r < count; r++) {
        int64_t k = t->starts[mentee[r]], end = t->starts[mentee[r] + 1];
        while (k < end) k += add_some_rows(t, k, end, first, lanes, sum + r * TILE);
    }
}

TARGET static uint64_t over(const int16_t *sum, const int16_t *limit, int16_t threshold, int16_t under) {
    __m512i least = _mm512_set1_epi16(threshold), floor = _mm512_set1_epi16(under);
    uint64_t bits = 0;
    for (int half = 0; half < 2; half++) {
        __m512i s = _mm512_loadu_si512(sum + 32 * half);
        __m512i gap = _mm512_subs_epi16(s, _mm512_loadu_si512(limit + 32 * half));
        __mmask32 mask = _mm512_cmpgt_epi16_mask(gap, least) & _mm512_cmpgt_epi16_mask(s, floor);
        bits |= (uint64_t)mask << (32 * half);
    }
    return bits;
}

const Maker avx512_maker = {score, over};
#endif
