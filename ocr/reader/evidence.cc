#include "ocr/reader/evidence.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kContradicted = 0.5;

std::string without(std::string_view text, std::string_view unwanted) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [&](char c) { return unwanted.find(c) == std::string_view::npos; });
  return out;
}

std::string sorted_digits(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [](char c) { return c >= '0' && c <= '9'; });
  std::sort(out.begin(), out.end());
  return out;
}

bool is_empty(const Value& value) {
  return value.is(Value::Kind::boolean) ? !value.boolean() : value.text_or("").empty();
}

bool is_same(FieldType type, const Value& a, const Value& b) {
  if (a.is(Value::Kind::boolean) || b.is(Value::Kind::boolean)) return a.is_true() == b.is_true();
  return is_same_value(type, a.text_or(""), b.text_or(""));
}

}  // namespace

bool is_same_value(FieldType type, std::string_view value, std::string_view shown) {
  const std::string a = without(value, " \t\r\n"), b = without(shown, " \t\r\n");
  if (a == b) return true;
  if (a.empty() || b.empty()) return false;
  const auto bare = [](std::string text) {
    for (const char* sign : {"£", "€", "$", ","}) text = replace_all(std::move(text), sign, "");
    return text;
  };
  const std::string bare_a = bare(a), bare_b = bare(b);
  // A share is stored as 0.05 and shown as 5%.
  if (bare_b.ends_with('%') && !bare_a.ends_with('%')) return true;
  const auto number_a = Decimal::parse(bare_a), number_b = Decimal::parse(bare_b);
  if (number_a && number_b) return number_a->to_fixed(2) == number_b->to_fixed(2);
  return type == FieldType::date && sorted_digits(a) == sorted_digits(b);
}

void contradict(FieldReading& field, Value other) {
  field.conflict = true;
  field.accepted = false;
  field.confidence = std::min(field.confidence, kContradicted);
  field.alternatives.insert(field.alternatives.begin(), {std::move(other), 1 - kContradicted});
}

void leave_unsure(FieldReading& field) {
  field.accepted = false;
  field.confidence = std::min(field.confidence, kContradicted);
}

void weigh_ink(FieldReading& field, const FieldReading& ink) {
  field.altered = field.altered || ink.altered;
  const bool states_nothing = field.source != Source::acroform && is_empty(field.value);
  if (states_nothing) {
    const int page = field.page;
    const Zone zone = field.zone;
    field = ink;
    field.page = page;
    field.zone = zone;
    return;
  }
  if (is_same(field.type, field.value, ink.value)) return;
  // An unsure reading that thought of the same value speaks for it.
  const bool thought_of_it =
      std::any_of(ink.alternatives.begin(), ink.alternatives.end(),
                  [&](const Alternative& a) { return is_same(field.type, a.value, field.value); });
  if (!thought_of_it) contradict(field, ink.value);
}

}  // namespace mailroom::ocr::reader
