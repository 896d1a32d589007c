// Which form and edition a page with a text layer is, by its printed words and its PDF field names. An
// inverted index of the blanks' words (ocr/print_index.h) finds the candidates among thousands; a close look
// at every letter decides between editions that differ by a few words.
//
// Const and thread safe. The forms must outlive it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ocr/form.h"
#include "ocr/print_index.h"
#include "ocr/reader/page.h"
#include "ocr/reader/text_page.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

struct TextPlacement {
  const Form* form = nullptr;  // null: unknown, or two fit equally
  int form_page = 0;           // from 1
  double confidence = 0;
  Fit fit;
  TextPage::Match match;
  std::string why;
  std::vector<Alternative> candidates;
};

class TextIdentifier {
 public:
  // `index`: of these forms.
  TextIdentifier(const std::vector<Form>& forms, std::shared_ptr<const PrintIndex> index);

  // `among`: only these forms, for example because another page of the document has told two editions apart;
  // empty: all.
  TextPlacement identify(const OpenedPage& page, const TextPage& text,
                         const std::vector<const Form*>& among = {}) const;

 private:
  struct PageOfForm {
    const Form* form;
    int page;  // from 1
  };
  struct Candidate;

  std::vector<Candidate> candidates(const OpenedPage& page, const std::vector<const Form*>& among) const;

  std::vector<PageOfForm> pages_;  // as `index_` counts them
  std::shared_ptr<const PrintIndex> index_;
};

}  // namespace mailroom::ocr::reader
