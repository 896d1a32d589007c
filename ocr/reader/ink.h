// From a scanned page to field values: identify by picture, register, take the blank's ink away, recognise.
// Built once from all templates (before any fork); reading is const and touches no shared state but
// Tesseract's own, which is why a process reads one page at a time.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/bits.h"
#include "ocr/reader/page.h"
#include "ocr/reader/raster.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// What placing a page found out and reading it needs again: the prepared page and the local refinement.
struct PlacedInk;
struct LineReaders;  // text_reading.h

// Maps blank points (x, y) to page pixels: a homography, plus a local refinement in `ink`.
struct Placement {
  const Form* form = nullptr;
  int form_page = 0;                      // 1-based; 0: unknown
  double confidence = 0;                  // that form and page are right
  int rotation = 0;                       // degrees clockwise that were undone
  double residual = 0;                    // points
  std::array<double, 9> blank_to_page{};  // row-major, points of the blank → pixels of the upright page
  std::string why;                        // when unknown
  std::vector<Alternative> candidates;    // forms that fit about as well
  double dark = 0;                        // share of dark pixels: about 0 for a blank sheet
  std::shared_ptr<const PlacedInk> ink;   // null if unknown; goes with `upright`
};

class InkReader {
 public:
  explicit InkReader(const std::vector<Form>& forms);  // forms must outlive it
  ~InkReader();
  InkReader(const InkReader&) = delete;
  InkReader& operator=(const InkReader&) = delete;

  // Tesseract is loaded when a page first needs it (line_recogniser.h).
  void load_tesseract();
  bool has_loaded_tesseract() const;

  // Never a forced guess: form is null when nothing fits, or when two fit equally. `upright` receives the
  // page turned upright, 1 bit or 8 bit. `among`: only these forms, for example because another page of the
  // document has told two editions apart; empty: all. `dpi` is used if the image itself does not say; 0:
  // nobody knows.
  Placement place(const Raster& image, double dpi, Raster& upright,
                  const std::vector<const Form*>& among = {}) const;

  // Every field of the placed page, empty ones too; confidence calibrated, `accepted` left to the caller.
  std::vector<FieldReading> read(const Raster& upright, const Placement& placement) const;

  // What is written on the placed page beside its fields. `has_code`: a barcode was read on it.
  std::vector<Note> notes(const Placement& placement, bool has_code) const;

  // The blank's page at kBlankDpi, unpacked; none if the form has no picture of it.
  std::optional<Bits> blank(const Form& form, int form_page) const;

  // That the templates declare, of forms and fields, each once (ocr/language.h).
  const std::vector<std::string>& languages() const;

  // Of lines that are cut out elsewhere; valid as long as this.
  LineReaders readers() const;

  // One line of printed text, dark on white with a border.
  std::string read_line(const Raster& line, const std::string& language) const;

  // Whole-page recognition, for letters and free layouts. Words in points of the page.
  std::vector<Word> read_page(const Raster& image, double dpi, const std::string& language) const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mailroom::ocr::reader
