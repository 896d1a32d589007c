#include "ocr/reader/cut.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "ocr/reader/document.h"
#include "ocr/reader/limits.h"
#include "ocr/reader/media_type.h"

namespace mailroom::ocr::reader {

Error not_cut(std::string_view why) {
  return Error(Fault::document, "not_cut", "the document cannot be cut: " + std::string(why));
}

std::vector<std::string> cut(std::string_view document, const std::vector<PageRange>& parts,
                             const ReaderLimits& limits) {
  const std::string type = media_type(document);
  const bool is_pdf = type == "application/pdf";
  if (!is_pdf && type != "image/tiff") throw not_cut("it is no PDF and no TIFF");
  const int pages = open_document(document, limits)->page_count();
  const bool are_there = std::all_of(parts.begin(), parts.end(), [&](const PageRange& range) {
    return range.first >= 1 && range.first <= range.last && range.last <= pages;
  });
  if (!are_there) throw not_cut("it has " + count_of(pages, "page"));
  std::vector<std::string> cut =
      is_pdf ? cut_pdf(document, parts, limits) : cut_tiff(document, parts, limits);
  // The whole is let go of for them.
  for (size_t i = 0; i < parts.size(); ++i) {
    if (open_document(cut[i], limits)->page_count() != parts[i].last - parts[i].first + 1)
      throw not_cut("a part has not its pages");
  }
  return cut;
}

}  // namespace mailroom::ocr::reader
