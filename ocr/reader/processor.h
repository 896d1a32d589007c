// For the few functions whose inner loops are what placing a page costs: compiled twice, for processors that
// have the instruction they want and for those without it; which one runs is decided when the program starts.
#pragma once

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MAILROOM_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MAILROOM_SANITIZED
#endif

// The choice is made before a sanitizer's run-time is ready: not with one.
#if defined(__x86_64__) && !defined(MAILROOM_SANITIZED)
#define MAILROOM_COUNTS_BITS __attribute__((target_clones("popcnt", "default")))
#if defined(__clang__)
#define MAILROOM_SUMS __attribute__((target_clones("avx2", "default")))
#else  // GCC makes vectors of a sum only from -O3 on
#define MAILROOM_SUMS __attribute__((target_clones("avx2", "default"), optimize("O3")))
#endif
#else
#define MAILROOM_COUNTS_BITS
#define MAILROOM_SUMS
#endif
