#include "ocr/reader/full_heap.h"

#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace mailroom::ocr::reader {

void use_up_heap() {
  constexpr uintptr_t kPiece = 100 << 10;  // below what glibc maps by itself (128 KiB)
  static const void* full_until = nullptr;
  static void* kept = nullptr;  // for good: each piece holds the one before it, so that none counts as leaked
  if (::sbrk(0) == full_until) return;
  const auto end = reinterpret_cast<uintptr_t>(::sbrk(0));
  for (;;) {
    auto** piece = static_cast<void**>(std::malloc(kPiece));
    if (piece == nullptr) break;
    *piece = kept;
    kept = piece;
    const auto place = reinterpret_cast<uintptr_t>(piece);
    if (place > end || end - place < 2 * kPiece) break;
  }
  full_until = ::sbrk(0);
}

}  // namespace mailroom::ocr::reader
