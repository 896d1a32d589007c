// What barcodes of ours say: a form that software printed carries its values in a 2-D code, the form's id on
// the first line, then one `field=value` a line. Such a value outranks ink and text; where the two disagree
// the field is a conflict, which only a person settles. Pure functions, thread safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/form.h"
#include "ocr/reading.h"

namespace mailroom::ocr::reader {

// The values that a code of ours holds for this form, by field id; none if the code is not ours or of another
// form. Lines that name no field of the form are left out.
std::optional<std::map<std::string, std::string>> values_of(const CodeReading& code, const Form& form);

// Puts the code's values in place of what was read, or marks the conflict. A blank field is taken from the
// code too: the printout may have run dry. A reading that was unsure and has the code's value among its
// alternatives agrees.
void apply_barcode(const std::map<std::string, std::string>& values, const Form& form,
                   std::vector<FieldReading>& fields);

}  // namespace mailroom::ocr::reader
