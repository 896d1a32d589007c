#include "workflows/typed_value.h"

#include "base/identifier.h"
#include "base/locale.h"
#include "base/text.h"
#include "base/written.h"

namespace mailroom::workflows {

namespace {

using ocr::FieldType;

template <class T>
std::optional<Value> value_of(const std::optional<T>& read) {
  return read ? std::optional(Value(*read)) : std::nullopt;
}

}  // namespace

std::optional<Value> typed_value(const ocr::Field& field, const std::string& locale, const Value& written) {
  if (field.type == FieldType::checkbox) {
    if (written.is(Value::Kind::boolean)) return written;
    if (written.is_null()) return Value(false);
    const std::string text = to_lower_ascii(trim(to_display(written)));
    if (text == "true" || text == "yes" || text == "x" || text == "on") return Value(true);
    if (text.empty() || text == "false" || text == "no" || text == "off") return Value(false);
    return std::nullopt;
  }
  if (written.is(Value::Kind::number) &&
      (field.type == FieldType::amount || field.type == FieldType::integer)) {
    if (field.type == FieldType::integer && !written.number().is_integer()) return std::nullopt;
    return written;
  }
  if (written.is(Value::Kind::date) && field.type == FieldType::date) return written;
  if (written.is_null()) return Value();
  const std::string text =
      written.is(Value::Kind::text) ? std::string(trim(written.text())) : to_display(written);
  if (text.empty()) return Value();
  switch (field.type) {
    case FieldType::amount:
      return value_of(number_written(text, locale));
    case FieldType::integer: {
      const auto number = number_written(text, locale);
      return number && number->is_integer() ? std::optional(Value(*number)) : std::nullopt;
    }
    case FieldType::date:
      return value_of(date_written(text, locale));
    case FieldType::checkbox:
    case FieldType::name:
    case FieldType::text:
      break;
  }
  if (const IdentifierFormat* format = find_identifier_format(field.format)) {
    return Value(normal_identifier(*format, text));
  }
  return Value(text);
}

feel::TypeRef type_of_field(const ocr::Field& field) {
  using Kind = feel::Type::Kind;
  switch (field.type) {
    case FieldType::amount:
    case FieldType::integer:
      return feel::simple(Kind::number);
    case FieldType::date:
      return feel::simple(Kind::date);
    case FieldType::checkbox:
      return feel::simple(Kind::boolean);
    case FieldType::name:
    case FieldType::text:
      break;
  }
  return feel::simple(Kind::text);
}

feel::TypeRef type_of_table(const ocr::Table& table) {
  feel::Type::Members cells;
  for (const ocr::TableColumn& column : table.columns)
    cells.emplace_back(column.field.id, type_of_field(column.field));
  return feel::list_of(feel::context_of(std::move(cells)));
}

std::string expected_in(const ocr::Field& field, const std::string& locale) {
  switch (field.type) {
    case FieldType::amount:
      return "an amount";
    case FieldType::integer:
      return "a whole number";
    case FieldType::date:
      return has_month_first(locale) ? "a date (month, day, year)" : "a date (day, month, year)";
    case FieldType::checkbox:
      return "true or false";
    case FieldType::name:
    case FieldType::text:
      break;
  }
  return "a text";
}

}  // namespace mailroom::workflows
