#include "ocr/form.h"

namespace mailroom::ocr {

const Field* Form::find(std::string_view field_id) const {
  for (const Field& field : fields) {
    if (field.id == field_id) return &field;
  }
  return nullptr;
}

}  // namespace mailroom::ocr
