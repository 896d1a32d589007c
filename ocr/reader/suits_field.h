// Whether a text is what a field asks for, by its shape alone: an identifier of the field's format, figures
// for an amount, three numbers for a date. Pure, thread safe.
#pragma once

#include <string_view>

#include "ocr/form.h"

namespace mailroom::ocr::reader {

// True for fields that ask for nothing in particular. `locale` (BCP 47) says which sign is the decimal one.
bool suits_field(const Field& field, std::string_view text, std::string_view locale);

}  // namespace mailroom::ocr::reader
