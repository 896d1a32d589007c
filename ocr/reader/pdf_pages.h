// A PDF's pages by poppler: words with the place of each letter, and pictures. poppler's headers stay in the
// .cc. Not thread safe; the bytes must outlive it.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "ocr/reader/page.h"

namespace mailroom::ocr::reader {

// What poppler would otherwise load from files for each document anew: its tables, the list of fonts and
// those that stand in for what is not embedded. Once, before any fork; they stay.
void load_pdf_tables();

class PdfPages {
 public:
  // `units`: of each page, points to a unit of its user space (PdfFile::units), which poppler leaves out.
  PdfPages(std::string_view bytes, std::vector<double> units);
  ~PdfPages();
  PdfPages(const PdfPages&) = delete;
  PdfPages& operator=(const PdfPages&) = delete;

  int page_count() const;
  // In poppler's reading order; places in points from the top left of the page as displayed. A glyph that
  // names no character is U+FFFD.
  std::vector<Word> words(int page);
  // 8 bit grey.
  Raster render(int page, double dpi);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mailroom::ocr::reader
