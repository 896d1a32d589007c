#include "ocr/reader/limits.h"

#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

std::string number(uint64_t n) {
  return with_thousands(static_cast<long long>(n));
}

// Small sizes to the byte, so that a figure is never 0 nor equal to the limit that it bursts.
std::string size(uint64_t bytes, bool in_megabytes) {
  return in_megabytes ? number(bytes >> 20) + " MB" : number(bytes) + " bytes";
}

}  // namespace

Error too_many_bytes(uint64_t bytes, uint64_t limit) {
  const bool in_megabytes = limit >= 1 << 20 && bytes >> 20 > limit >> 20;
  return Error(
      Fault::document, "too_large",
      "the file has " + size(bytes, in_megabytes) + ", more than the limit of " + size(limit, in_megabytes),
      {}, "ask for it in parts");
}

Error too_many_pages(int pages, int limit) {
  return Error(Fault::document, "too_many_pages",
               "the file has " + count_of(pages, "page") + ", more than the limit of " +
                   number(static_cast<uint64_t>(limit)));
}

Error too_many_pixels(double width, double height, uint64_t limit) {
  return Error(Fault::document, "too_large",
               "a page has " + number(static_cast<uint64_t>(width)) + " × " +
                   number(static_cast<uint64_t>(height)) + " pixels, more than the limit of " +
                   number(limit));
}

Error too_much_memory(uint64_t limit) {
  return Error(Fault::document, "too_large",
               "the document needs more memory than the limit of " + size(limit, limit >= 1 << 20));
}

}  // namespace mailroom::ocr::reader
