// A PDF's structure by qpdf: pages, their fields and values, what a page paints. qpdf's headers stay in the
// .cc. Places are points from the page's top left as displayed: its crop box, turned by its /Rotate.
// Errors are those of document.h. Not thread safe; the bytes must outlive it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader.h"
#include "ocr/reader/painting.h"
#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

// A field's place on a page with all that it has or inherits (ISO 32000-1, 12.7.3).
struct PdfField {
  std::string name;   // fully qualified
  std::string label;  // /TU, for people; may be empty
  enum class Kind { text, choice, checkbox, radio, push_button, signature, none } kind = Kind::none;
  Zone zone;
  std::string value;                          // text and choice
  std::string on_value;                       // checkbox and radio: the state when ticked
  std::string value_state, appearance_state;  // checkbox and radio: /V and /AS, empty if not there
  std::string scripts;  // format and keystroke actions' JavaScript, to tell amounts and dates
  int max_length = 0;
  bool comb = false, multiline = false, required = false, read_only = false;
  bool is_hidden = false;       // flags say that it is not to be seen
  bool has_appearance = false;  // it brings one that counts, and that need not show its value
};

struct PdfPageLook {
  bool is_scan = false;           // pictures cover the page
  bool has_hidden_text = false;   // of text render mode 3 or 7, or under a picture of the whole page
  bool has_visible_text = false;  // painted, over the picture if there is one
  Raster picture;  // the page's one picture taken out as it is, when nothing else is painted; else null
  Painting painting;
};

class PdfFile {
 public:
  PdfFile(std::string_view bytes, const ReaderLimits& limits);
  ~PdfFile();
  PdfFile(const PdfFile&) = delete;
  PdfFile& operator=(const PdfFile&) = delete;

  int page_count() const;
  // Points, as displayed, after the page's /UserUnit.
  double width(int page) const;
  double height(int page) const;
  // Of each page, points to a unit of its user space: 1 but for large drawings (/UserUnit).
  std::vector<double> units() const;
  std::vector<PdfField> fields(int page) const;
  PdfPageLook look(int page) const;
  std::string title() const;     // of the document's information; may be empty
  std::string language() const;  // BCP 47, as the document says; may be empty
  // The file again without what can be filled in: the blank as printed, with the values that its author
  // preset and nobody can change.
  std::string without_entries() const;
  // The same in the other typefaces that a printer may have for fonts that the file does not bring
  // (typefaces.h); none if it brings all.
  std::optional<std::string> without_entries_in_liberation() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mailroom::ocr::reader
