#include "ocr/reader/full_heap.h"

#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace mailroom::ocr::reader {

void use_up_heap() {
  constexpr uintptr_t kPiece = 100 << 10;  // below what glibc maps by itself (128 KiB)
  static const void* full_until = nullptr;
  if (::sbrk(0) == full_until) return;
  const auto end = reinterpret_cast<uintptr_t>(::sbrk(0));
  for (;;) {
    void* volatile piece = std::malloc(kPiece);  // kept for good; volatile, or the compiler leaves it out
    const auto place = reinterpret_cast<uintptr_t>(piece);
    if (place == 0 || place > end || end - place < 2 * kPiece) break;
  }
  full_until = ::sbrk(0);
}

}  // namespace mailroom::ocr::reader
