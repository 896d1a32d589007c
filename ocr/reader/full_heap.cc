#include "ocr/reader/full_heap.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace mailroom::ocr::reader {

namespace {

constexpr size_t kLargest = 100 << 10;  // below what glibc maps by itself (128 KiB)
constexpr size_t kSmallest = 24, kStep = 16;
constexpr size_t kSmall = kSmallest + 63 * kStep;  // up to here each size has a list of its own
constexpr size_t kOverhead = 32;                   // a chunk's head, and rounding
constexpr size_t kOwn = 12 << 10;  // what the parent itself needs from one request to the next

// For good: each piece holds the one before it, so that none counts as leaked.
void* kept = nullptr;

// Where it lies.
uintptr_t keep(size_t size) {
  auto** piece = static_cast<void**>(std::malloc(size));
  if (piece == nullptr) return UINTPTR_MAX;
  *piece = kept;
  kept = piece;
  return reinterpret_cast<uintptr_t>(piece);
}

size_t never_given() {
  return ::mallinfo2().keepcost;
}

// What was given back lies among what is kept. Largest first: what is left over of a gap is a smaller one.
void use_up_gaps() {
  const uintptr_t behind = reinterpret_cast<uintptr_t>(::sbrk(0)) - never_given();
  for (size_t size = kLargest; size >= kSmallest;) {
    while (keep(size) < behind) {
    }
    size = size > kSmall ? std::max(kSmall, size / 4 * 3) : size - kStep;
  }
}

void use_up_rest() {
  constexpr size_t kLeft = kOwn + kOverhead;
  for (size_t left = never_given(); left > kLeft + kSmallest; left = never_given())
    if (keep(std::min(kLargest, left - kLeft)) == UINTPTR_MAX) return;
}

}  // namespace

void use_up_heap() {
  use_up_gaps();
  use_up_rest();
}

}  // namespace mailroom::ocr::reader
