#include "ocr/form.h"

namespace mailroom::ocr {

const Field* Form::find(std::string_view field_id) const {
  for (const Field& field : fields) {
    if (field.id == field_id) return &field;
  }
  return nullptr;
}

const std::string& Form::language_of(const Field& field) const {
  return field.language.empty() ? language : field.language;
}

}  // namespace mailroom::ocr
