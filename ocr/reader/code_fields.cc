#include "ocr/reader/code_fields.h"

#include <algorithm>

namespace mailroom::ocr::reader {
namespace {

// What a code says that passed its own error correction is wrong less often than a person is.
constexpr double kReadCode = 0.9999;
constexpr double kDisputed = 0.5, kNoCode = 0.05;
constexpr double kAstray = 9;  // points by which a code's middle may lie outside its zone

bool is_in(const Zone& code, const Zone& zone) {
  const double x = (code.x0 + code.x1) / 2, y = (code.y0 + code.y1) / 2;
  return x > zone.x0 - kAstray && x < zone.x1 + kAstray && y > zone.y0 - kAstray && y < zone.y1 + kAstray;
}

FieldReading* reading_of(const Field& field, std::vector<FieldReading>& readings) {
  const auto at = std::find_if(readings.begin(), readings.end(),
                               [&](const FieldReading& reading) { return reading.id == field.id; });
  return at != readings.end() ? &*at : nullptr;
}

}  // namespace

CodeFields::CodeFields(const Form& form, int form_page) {
  for (const Field& field : form.fields) {
    if (!field.barcode || (form.layout == Form::Layout::fixed && field.page != form_page)) continue;
    fields_.push_back({&field, CodePattern(*field.barcode)});
    for (const CodeKind kind : kCodeKinds) {
      if (field.barcode->takes(kind) && std::ranges::find(kinds_, kind) == kinds_.end())
        kinds_.push_back(kind);
    }
  }
}

std::vector<CodeFields::Found> CodeFields::codes_of(const CodeField& field,
                                                    const std::vector<CodeReading>& codes,
                                                    const FieldReading& reading) const {
  const bool is_anywhere = field.field->zone == Zone{};
  std::vector<Found> found;
  for (const CodeReading& code : codes) {
    if (!is_anywhere && !is_in(code.zone, reading.zone)) continue;
    if (auto value = field.pattern.match(code.kind, code.text)) found.push_back({std::move(*value), &code});
  }
  return found;
}

bool CodeFields::are_all_in(const std::vector<CodeReading>& codes,
                            const std::vector<FieldReading>& readings) const {
  return std::all_of(fields_.begin(), fields_.end(), [&](const CodeField& field) {
    const auto reading = std::find_if(readings.begin(), readings.end(),
                                      [&](const FieldReading& one) { return one.id == field.field->id; });
    return reading == readings.end() || !codes_of(field, codes, *reading).empty();
  });
}

void CodeFields::read(const std::vector<CodeReading>& codes, std::vector<FieldReading>& readings) const {
  for (const CodeField& field : fields_) {
    FieldReading* reading = reading_of(*field.field, readings);
    if (reading == nullptr) continue;
    const std::vector<Found> found = codes_of(field, codes, *reading);
    reading->alternatives.clear();
    reading->altered = reading->conflict = false;
    if (found.empty()) {
      reading->value = Value("");
      reading->text.clear();
      reading->source = Source::none;
      reading->confidence = kNoCode;
      continue;
    }
    reading->value = Value(found.front().value);
    reading->text = found.front().code->text;
    reading->zone = found.front().code->zone;
    reading->source = Source::barcode;
    reading->confidence = kReadCode;
    for (const Found& other : found) {
      if (other.value == found.front().value) continue;
      reading->conflict = true;
      reading->confidence = kDisputed;
      reading->alternatives.push_back({Value(other.value), kDisputed});
    }
  }
}

}  // namespace mailroom::ocr::reader
