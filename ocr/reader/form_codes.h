// What the barcodes printed on a page say about itself: which form and page it is, or that it is the sheet
// that separates two documents of a batch. As the templates declare them (`code:`). Immutable once built;
// thread safe. The forms must outlive it.
#pragma once

#include <vector>

#include "ocr/form.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

struct CodedPage {
  const Form* form = nullptr;
  int form_page = 0;  // 0: the code says the form only
  friend bool operator==(const CodedPage&, const CodedPage&) = default;
};

class FormCodes {
 public:
  explicit FormCodes(const std::vector<Form>& forms);

  // No template declares a code.
  bool empty() const { return declared_.empty(); }
  // To be looked for on every page: what templates declare, and what may hold a form's values.
  const std::vector<CodeKind>& kinds() const { return kinds_; }

  // Each once; none if the codes say nothing, several if they contradict each other.
  std::vector<CodedPage> named_by(const std::vector<CodeReading>& codes) const;

 private:
  struct Declared {
    const Form* form;
    int form_page;  // 0: of the whole form; its first group may be the page
    CodePattern pattern;
  };
  std::vector<Declared> declared_;
  std::vector<CodeKind> kinds_;
};

// In two dimensions: what a form's own values may be printed in.
inline const std::vector<CodeKind> kValueCodes = {CodeKind::qr, CodeKind::data_matrix, CodeKind::pdf417};

}  // namespace mailroom::ocr::reader
