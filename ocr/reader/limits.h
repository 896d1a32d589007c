// What is said of a document that bursts one of its limits (ReaderLimits): which one, and both figures.
// Error{document}; the time limit is the client's to tell (ocr/reader_client.cc).
#pragma once

#include <cstdint>

#include "base/error.h"

namespace mailroom::ocr::reader {

Error too_many_bytes(uint64_t bytes, uint64_t limit);                // "too_large"
Error too_many_pages(int pages, int limit);                          // "too_many_pages"
Error too_many_pixels(double width, double height, uint64_t limit);  // "too_large"
Error too_much_memory(uint64_t limit);                               // "too_large"

}  // namespace mailroom::ocr::reader
