#include "ocr/form.h"

namespace mailroom::ocr {
namespace {

constexpr std::pair<FieldType, std::string_view> kFieldTypes[] = {
    {FieldType::text, "text"},     {FieldType::name, "name"}, {FieldType::integer, "integer"},
    {FieldType::amount, "amount"}, {FieldType::date, "date"}, {FieldType::checkbox, "checkbox"},
};

}  // namespace

const Field* Form::find(std::string_view field_id) const {
  for (const Field& field : fields) {
    if (field.id == field_id) return &field;
  }
  return nullptr;
}

std::string_view to_string(FieldType type) {
  for (const auto& [known, name] : kFieldTypes) {
    if (known == type) return name;
  }
  return "text";
}

std::optional<FieldType> parse_field_type(std::string_view text) {
  for (const auto& [type, name] : kFieldTypes) {
    if (name == text) return type;
  }
  return std::nullopt;
}

}  // namespace mailroom::ocr
