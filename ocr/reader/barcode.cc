#include "ocr/reader/barcode.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/text.h"

namespace mailroom::ocr::reader {

namespace {

// What a code says that passed its own error correction is wrong less often than a person is.
constexpr double kBarcodeConfidence = 0.9999;

// One value written two ways: "1,360.68" and "1360.68", "154 189" and "154189".
std::string comparable(FieldType type, std::string_view text) {
  std::string folded = to_lower_ascii(fold_space(text));
  if (type == FieldType::text || type == FieldType::name) return folded;
  std::string bare;
  for (const char c : folded) {
    if (c != ' ' && c != ',' && c != '$') bare += c;
  }
  bare = replace_all(std::move(bare), "£", "");
  if (type == FieldType::amount || type == FieldType::integer) {
    if (const std::optional<Decimal> number = Decimal::parse(bare)) return number->to_fixed(6);
  }
  return bare;
}

std::string as_text(const Value& value) {
  if (value.is(Value::Kind::boolean)) return value.boolean() ? "true" : "";
  return value.text_or("");
}

bool agrees(const FieldReading& reading, const std::string& wanted) {
  const auto same = [&](const Value& value) { return comparable(reading.type, as_text(value)) == wanted; };
  if (same(reading.value)) return true;
  return !reading.accepted && std::any_of(reading.alternatives.begin(), reading.alternatives.end(),
                                          [&](const Alternative& a) { return same(a.value); });
}

}  // namespace

std::optional<std::map<std::string, std::string>> values_of(const CodeReading& code, const Form& form) {
  const std::vector<std::string_view> lines = split(code.text, '\n');
  if (lines.empty() || trim(lines.front()) != form.id) return std::nullopt;
  std::map<std::string, std::string> values;
  for (size_t i = 1; i < lines.size(); ++i) {
    const size_t equals = lines[i].find('=');
    if (equals == std::string_view::npos) continue;
    const std::string id(trim(lines[i].substr(0, equals)));
    if (form.find(id)) values[id] = std::string(trim(lines[i].substr(equals + 1)));
  }
  return values;
}

void apply_barcode(const std::map<std::string, std::string>& values, const Form& form,
                   std::vector<FieldReading>& fields) {
  for (FieldReading& reading : fields) {
    const auto coded = values.find(reading.id);
    if (coded == values.end() || !form.find(reading.id)) continue;
    const bool is_mark = reading.type == FieldType::checkbox;
    const bool ticked = coded->second == "true" || coded->second == "1";
    const Value value = is_mark ? Value(ticked) : Value(coded->second);
    const std::string wanted = is_mark ? (ticked ? "true" : "") : comparable(reading.type, coded->second);
    const bool was_empty = as_text(reading.value).empty();
    if (agrees(reading, wanted) || (was_empty && !is_mark)) {
      // Written as on the form where the two agree; the code's own way of writing only where the ink was
      // unsure.
      if (comparable(reading.type, as_text(reading.value)) != wanted) reading.value = value;
      reading.confidence = kBarcodeConfidence;
      if (!reading.altered) reading.source = Source::barcode;
    } else {
      reading.conflict = true;
      reading.alternatives.insert(reading.alternatives.begin(), {reading.value, reading.confidence});
      reading.value = value;
      reading.source = Source::barcode;
      reading.confidence = std::min(reading.confidence, 0.5);
      reading.accepted = false;
    }
  }
}

}  // namespace mailroom::ocr::reader
