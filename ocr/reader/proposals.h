// What a field is likely to ask for by the words that name it: "Date of birth" a date, "IBAN" an identifier.
// A proposal for an author (Field::proposed), so rather none than a wrong one: the words must be what the
// label is about, not only stand in it ("Income from that date", "Name and address"), and the field must
// have room for it. The words stand in one table, in English and the languages of docs/languages.md. Pure,
// thread safe.
#pragma once

#include <optional>
#include <string_view>

#include "ocr/field.h"

namespace mailroom::ocr::reader {

struct Proposal {
  FieldType type = FieldType::text;
  std::string_view format;  // of base/identifier.h; may be empty
  friend bool operator==(const Proposal&, const Proposal&) = default;
};

// By a label, a tooltip or a PDF field's own name with blanks in it. `locale` (BCP 47) tells whose postcode
// it is; `field` how much fits into it.
std::optional<Proposal> propose(std::string_view wording, const Field& field, std::string_view locale);

}  // namespace mailroom::ocr::reader
