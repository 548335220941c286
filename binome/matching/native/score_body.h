/* Scoring in plain C, written so that compilers vectorise it. Included once for each instruction set with NAME and
 * TARGET defined. Unsigned arithmetic: a 16-bit sum that wraps on the way is defined, and right at the end. */

/* sum += the rows of values that count once, and `times` those that count more. */
TARGET static void NAME(add_rows)(const Tables *t, int64_t mentee, int64_t first, int64_t lanes, uint16_t *restrict sum) {
    int64_t k = t->starts[mentee], end = t->starts[mentee + 1];
    for (; k + 4 <= end; k += 4) {
        const uint16_t *restrict a = t->values + t->row[k] * t->width + first;
        const uint16_t *restrict b = t->values + t->row[k + 1] * t->width + first;
        const uint16_t *restrict c = t->values + t->row[k + 2] * t->width + first;
        const uint16_t *restrict d = t->values + t->row[k + 3] * t->width + first;
        uint16_t p = t->times[k], q = t->times[k + 1], r = t->times[k + 2], s = t->times[k + 3];
        if (p == 1 && q == 1 && r == 1 && s == 1) {
            for (int64_t j = 0; j < lanes; j++) sum[j] = (uint16_t)(sum[j] + a[j] + b[j] + c[j] + d[j]);
        } else {
            for (int64_t j = 0; j < lanes; j++)
                sum[j] = (uint16_t)(sum[j] + (uint32_t)p * a[j] + (uint32_t)q * b[j] + (uint32_t)r * c[j] + (uint32_t)s * d[j]);
        }
    }
    for (; k < end; k++) {
        const uint16_t *restrict a = t->values + t->row[k] * t->width + first;
        uint16_t p = t->times[k];
        for (int64_t j = 0; j < lanes; j++) sum[j] = (uint16_t)(sum[j] + (uint32_t)p * a[j]);
    }
}

/* sum += the dot products of the mentee's vector with the mentors'. */
TARGET static void NAME(add_dots)(const Tables *t, int64_t mentee, int64_t first, int64_t lanes, uint16_t *restrict sum) {
    const uint16_t *x = (const uint16_t *)t->mentee_vectors + mentee * t->depth;
    const uint16_t *y = (const uint16_t *)t->mentor_vectors + first;
    for (int64_t k = 0; k < t->depth; k += 4) {
        const uint16_t *restrict a = y + k * t->width, *restrict b = a + t->width;
        const uint16_t *restrict c = b + t->width, *restrict d = c + t->width;
        uint16_t p = x[k], q = x[k + 1], r = x[k + 2], s = x[k + 3];
        for (int64_t j = 0; j < lanes; j++)
            sum[j] = (uint16_t)(sum[j] + (uint32_t)p * a[j] + (uint32_t)q * b[j] + (uint32_t)r * c[j] + (uint32_t)s * d[j]);
    }
}

TARGET static void NAME(score)(const Tables *t, const int32_t *mentee, int count, int64_t first, int64_t lanes, uint16_t *sum) {
    for (int r = 0; r < count; r++) {
        memset(sum + r * TILE, 0, (size_t)lanes * sizeof *sum);
        NAME(add_dots)(t, mentee[r], first, lanes, sum + r * TILE);
        NAME(add_rows)(t, mentee[r], first, lanes, sum + r * TILE);
    }
}

/* Without saturation a few more may pass: whoever passes is asked again. */
TARGET static uint64_t NAME(over)(const int16_t *restrict sum, const int16_t *restrict limit, int16_t threshold, int16_t under) {
    int any = 0;
    for (int k = 0; k < WORD; k++) any |= (sum[k] - limit[k] > threshold) & (sum[k] > under);
    if (!any) return 0; /* nearly always */
    uint64_t bits = 0;
    for (int k = 0; k < WORD; k++) bits |= (uint64_t)((sum[k] - limit[k] > threshold) & (sum[k] > under)) << k;
    return bits;
}
