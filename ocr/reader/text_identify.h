// Which form and edition a page with a text layer is, by its printed words and its PDF field names. An
// inverted index of the blanks' words finds the candidates among thousands; a close look at every letter
// decides between editions that differ by a few words.
//
// Built once from all templates; const and thread safe after that. The forms must outlive it.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ocr/form.h"
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
  explicit TextIdentifier(const std::vector<Form>& forms);

  // `among`: only these forms, for example because another page of the document has told two editions apart;
  // empty: all.
  TextPlacement identify(const OpenedPage& page, const TextPage& text,
                         const std::vector<const Form*>& among = {}) const;

 private:
  struct PageOfForm {
    const Form* form;
    int page;             // from 1
    double weight = 0;    // of all its words
    int field_names = 0;  // fields with a PDF name
  };
  struct Candidate;
  using Postings = std::unordered_map<std::string_view, std::vector<uint32_t>>;

  std::vector<Candidate> candidates(const OpenedPage& page, const std::vector<const Form*>& among) const;
  double rarity(size_t pages_with_it) const;

  std::vector<PageOfForm> pages_;
  Postings words_;        // of the blanks, to pages_
  Postings field_names_;  // qualified PDF names, to pages_
};

}  // namespace mailroom::ocr::reader
