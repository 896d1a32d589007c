// One page of a document: identified by the best evidence it carries (PDF field names, printed words,
// picture), its fields taken from the best source that states them (evidence.h).
//
// Built once from all templates, before any fork; const, and free of shared state but the InkReader's.
#pragma once

#include <vector>

#include "ocr/form.h"
#include "ocr/reader/document.h"
#include "ocr/reader/form_codes.h"
#include "ocr/reader/ink.h"
#include "ocr/reader/page_codes.h"
#include "ocr/reader/page_language.h"
#include "ocr/reader/text_identify.h"
#include "ocr/reader/word_lines.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// A page while it is being read: what was opened and what came of it.
struct PageWork {
  OpenedPage page;
  PageReading reading;
  std::vector<FieldReading> fields;  // none accepted yet
  Raster upright;                    // what the fields' zones are places of; null until needed
  double dpi_x = 0, dpi_y = 0;       // of `upright`
  PageCodes codes;
  bool is_for_a_person = false;  // its codes contradict its print or each other: it is nobody's form
  bool is_unread = false;        // its words were left for later
};

// Whether the words of a picture are recognised that fits several forms: its neighbours may tell which, and
// then it was for nothing.
enum class Words { always, unless_forms_fit };

class PageReader {
 public:
  // Forms and `ink` must outlive it. `index`: of these forms. `ink` may be null: then what needs a picture to
  // be read stays unknown.
  PageReader(const std::vector<Form>& forms, std::shared_ptr<const PrintIndex> index, const InkReader* ink);

  // Opens page `index` (from 0) and reads it. `among`: only these forms; empty: all.
  PageWork read(Document& document, int index, Words words, const std::vector<const Form*>& among = {}) const;

 private:
  using Forms = std::vector<const Form*>;
  bool read_text_layer(Document& document, PageWork& work, const Forms& among) const;
  std::vector<FieldReading> read_rendered_fields(Document& document, const PageWork& work,
                                                 const TextPlacement& placement) const;
  void read_rendered(Document& document, PageWork& work, const Forms& among) const;
  void read_picture(PageWork& work, Words words, const Forms& among) const;
  bool place_and_read(PageWork& work, const Forms& among) const;
  void read_words(PageWork& work, const Form* coded = nullptr) const;
  RecognisedPage recognise(PageWork& work, const std::vector<std::string>& languages) const;
  void read_by_labels(PageWork& work, const Form* coded = nullptr) const;
  // The free layout that the words are of, or that a barcode has named; null if they are of none.
  const Form* known_by_words(PageWork& work, const std::vector<Line>& lines, Source source,
                             const Form* coded) const;
  static void take_fields(PageWork& work, std::vector<FieldReading> fields, Source source);
  std::vector<CodedPage> named_by_codes(const PageWork& work, const Forms& among) const;
  bool agrees_with_code(PageWork& work, const CodedPage& coded) const;
  bool read_coded_picture(PageWork& work, const Forms& among) const;
  bool read_coded_picture_again(PageWork& work, const Forms& among) const;
  bool read_coded_text(Document& document, PageWork& work, const Forms& among) const;
  bool is_settled_by_codes(PageWork& work, const std::vector<CodedPage>& named) const;
  void weigh_codes_of_free_layout(Document& document, PageWork& work) const;
  void weigh_codes(PageWork& work, const Raster& image, double dpi_x, double dpi_y, const Form& form) const;

  const std::vector<Form>& forms_;
  const InkReader* ink_;
  TextIdentifier text_identifier_;
  FormCodes form_codes_;
};

}  // namespace mailroom::ocr::reader
