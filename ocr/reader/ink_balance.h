// What is written on a page beside its fields: the ink that is left when the blank's print and the fields'
// own places are taken away, gathered into notes. A plea in the margin, an office's stamp, a signature must
// reach a person. Not notes: specks, a scanner's dark borders, a fax machine's header line, punched holes,
// creases, what is left of print that spread, an entry that runs out of its box. Pure, thread safe.
#pragma once

#include <vector>

#include "ocr/reader/field_ink.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

struct LeftInk {
  NoteKind kind = NoteKind::note;
  Area place;  // pixels of the blank
};

// `print`: the blank's full picture, which `registration` lays on `page`. `has_code`: a barcode was read on
// the page, which is none of anybody's writing.
std::vector<LeftInk> ink_balance(const Form& form, int form_page, const Bits& print, const Bits& page,
                                 const FineRegistration& registration, bool has_code);

}  // namespace mailroom::ocr::reader
