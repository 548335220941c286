/* Who may be with whom, without any score. */
#include "kernel.h"

enum { TABLE = 0, DIFFER = 1, SAME = 2, SHARE = 3 }; /* GateKind of tables.py */

int passes_gates(const Tables *t, int64_t mentee, int64_t mentor) {
    for (int64_t k = 0; k < t->gates; k++) {
        const Gate *gate = t->gate + k;
        int64_t a = gate->mentee[mentee], b = gate->mentor[mentor];
        int passes = 1;
        switch (gate->kind) {
            case TABLE: passes = gate->allowed[a * gate->columns + b]; break;
            case DIFFER: passes = a < 0 || b < 0 || a != b; break;
            case SAME: passes = a < 0 || b < 0 || a == b; break;
            case SHARE: passes = (a & b) != 0; break;
        }
        if (!passes) return 0;
    }
    return 1;
}

static int passes_rules(const Tables *t, int64_t mentee, int64_t mentor) {
    return (allowed_word(t, mentee, mentor / WORD) >> (mentor % WORD) & 1) && passes_gates(t, mentee, mentor);
}

static int64_t count_one(const Tables *t, int64_t mentee) {
    int64_t count = 0;
    for (int64_t word = 0; word < t->width / WORD; word++) {
        uint64_t bits = allowed_word(t, mentee, word);
        if (!t->gates) {
            count += __builtin_popcountll(bits);
            continue;
        }
        for (; bits; bits &= bits - 1) count += passes_gates(t, mentee, word * WORD + __builtin_ctzll(bits));
    }
    for (int64_t k = t->excluded_starts[mentee]; k < t->excluded_starts[mentee + 1]; k++)
        count -= passes_rules(t, mentee, t->excluded[k]);
    return count;
}

/* How many eligible mentors each mentee first .. last - 1 has, into count[mentee]. */
EXPORT void binome_eligible(const Tables *t, int64_t first, int64_t last, int64_t *count) {
    for (int64_t mentee = first; mentee < last; mentee++) count[mentee] = count_one(t, mentee);
}
