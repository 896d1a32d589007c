// An incoming document, opened: its pages with all the evidence they carry, one at a time so that a long scan
// never lies in memory whole. TIFF (all frames), JPEG, PNG, PDF and plain text; by content, never by name.
//
// A document that cannot be read is Error{document} with a code that stays and a message for a clerk:
//   empty, unsupported, truncated, damaged, password_protected, too_many_pages, too_large
// Not thread safe. Leptonica, qpdf and poppler stay behind it. The bytes must outlive it.
#pragma once

#include <memory>
#include <string_view>

#include "ocr/reader.h"
#include "ocr/reader/page.h"

namespace mailroom::ocr::reader {

class Document {
 public:
  virtual ~Document() = default;
  virtual int page_count() const = 0;
  // index counts from 0. A page with a text layer that can be trusted has no image.
  virtual OpenedPage page(int index) = 0;
  // The page's picture, 8 bit, as a reader of it would see it; null if it has none (plain text).
  virtual Raster render(int index, double dpi) = 0;
};

std::unique_ptr<Document> open_document(std::string_view bytes, const ReaderLimits& limits);

// One for each kind; open_document chooses.
std::unique_ptr<Document> open_pdf(std::string_view bytes, const ReaderLimits& limits);
std::unique_ptr<Document> open_tiff(std::string_view bytes, const ReaderLimits& limits);
std::unique_ptr<Document> open_picture(std::string_view bytes, const ReaderLimits& limits);  // JPEG, PNG
std::unique_ptr<Document> open_plain_text(std::string_view bytes);

}  // namespace mailroom::ocr::reader
