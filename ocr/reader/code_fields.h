// Fields whose value is printed in a barcode (`barcode:` in the template): a reference in the letterhead, an
// account's number. What a code says is exact; where one is expected and none can be read, a person looks.
#pragma once

#include <vector>

#include "ocr/form.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// Those of one page of a form. The form must outlive it.
class CodeFields {
 public:
  CodeFields(const Form& form, int form_page);

  bool empty() const { return fields_.empty(); }
  // To be looked for.
  const std::vector<CodeKind>& kinds() const { return kinds_; }

  // Each field has its code. `readings` are the page's, whose zones say where the fields lie on it.
  bool are_all_in(const std::vector<CodeReading>& codes, const std::vector<FieldReading>& readings) const;

  // Puts the codes' values into the fields' readings, accepted by nobody yet; a field without a code is
  // unsure, one with two codes that differ is a conflict.
  void read(const std::vector<CodeReading>& codes, std::vector<FieldReading>& readings) const;

 private:
  struct CodeField {
    const Field* field;
    CodePattern pattern;
  };
  struct Found {
    std::string value;
    const CodeReading* code;
  };
  std::vector<Found> codes_of(const CodeField& field, const std::vector<CodeReading>& codes,
                              const FieldReading& reading) const;

  std::vector<CodeField> fields_;
  std::vector<CodeKind> kinds_;
};

}  // namespace mailroom::ocr::reader
