// A form's record as bytes, for ocr/compiled_forms: all of it but the paths of its files. Whoever changes
// Form or Field changes this and raises the version there.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ocr/form.h"
#include "ocr/packed_bytes.h"

namespace mailroom::ocr {

// The pages' words go to `words`, the rest to `records`.
void append_form(const Form& form, std::string& records, std::string& words);

// The next form in `records`. Its fields are made when somebody looks at them, its pages' words are views of
// `words`; `owner` keeps both alive. Complete only if `records` is still whole afterwards.
Form take_form(PackedBytes& records, std::string_view words, const std::shared_ptr<const void>& owner);

}  // namespace mailroom::ocr
