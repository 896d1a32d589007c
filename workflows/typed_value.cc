#include "workflows/typed_value.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/identifier.h"
#include "base/locale.h"
#include "base/text.h"
#include "base/written_number.h"

namespace mailroom::workflows {

namespace {

using ocr::FieldType;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<Value> date(std::string_view text, const std::string& locale) {
  text = trim(text);
  if (const auto iso = parse_date(text)) return Value(*iso);
  std::vector<int> parts;
  std::vector<size_t> lengths;
  for (size_t i = 0; i < text.size();) {
    if (!is_digit(text[i])) {
      if (std::string_view("/.- ").find(text[i]) == std::string_view::npos) return std::nullopt;
      ++i;
      continue;
    }
    size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end - i > 8) return std::nullopt;
    int value = 0;
    std::from_chars(text.data() + i, text.data() + end, value);
    parts.push_back(value), lengths.push_back(end - i);
    i = end;
  }
  if (parts.size() == 1 && lengths[0] == 8) {  // a comb: 03042026
    const int all = parts[0];
    parts = {all / 1'000'000, all / 10'000 % 100, all % 10'000};
    lengths = {2, 2, 4};
  }
  if (parts.size() != 3) return std::nullopt;
  Date read;
  if (lengths[0] == 4) {
    read = {parts[0], static_cast<uint8_t>(std::min(parts[1], 99)),
            static_cast<uint8_t>(std::min(parts[2], 99))};
  } else {
    if (has_month_first(locale)) std::swap(parts[0], parts[1]);
    // Two digits are this century's: forms ask for periods, and years of birth have four.
    const int year = lengths[2] == 2 ? 2000 + parts[2] : parts[2];
    if (lengths[2] != 2 && lengths[2] != 4) return std::nullopt;
    read = {year, static_cast<uint8_t>(std::min(parts[1], 99)), static_cast<uint8_t>(std::min(parts[0], 99))};
  }
  if (!is_valid(read)) return std::nullopt;
  return Value(read);
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
    case FieldType::integer: {
      const auto parsed = parse_written_number(text, locale);
      if (!parsed || (field.type == FieldType::integer && !parsed->is_integer())) return std::nullopt;
      return Value(*parsed);
    }
    case FieldType::date:
      return date(text, locale);
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
