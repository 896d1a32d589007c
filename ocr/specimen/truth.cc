#include <algorithm>
#include <cmath>

#include "ocr/specimen/specimen.h"

namespace mailroom::ocr::specimen {
namespace {

// Hundredths of a point, without noughts at the end.
Value rounded(double points) {
  const auto hundredths = std::lround(points * 100);
  const int exponent = hundredths % 100 == 0 ? 0 : hundredths % 10 == 0 ? 1 : 2;
  const auto digits = exponent == 0 ? hundredths / 100 : exponent == 1 ? hundredths / 10 : hundredths;
  return Value(Decimal::parse(std::to_string(digits) + "e-" + std::to_string(exponent)).value_or(Decimal(0)));
}

List rectangle(const Zone& zone) {
  return List{rounded(zone.x0), rounded(zone.y0), rounded(zone.x1), rounded(zone.y1)};
}

Value to_truth(const Annotation& annotation) {
  Context truth{{"page", annotation.page - 1},
                {"kind", to_string(annotation.kind)},
                {"rect", rectangle(annotation.zone)}};
  if (!annotation.text.empty()) truth.put("text", annotation.text);
  return truth;
}

Value to_truth(const Field& field, const Entry& entry) {
  Context truth;
  truth.put("page", field.page - 1);
  truth.put("name", field.acroform.empty() ? field.id : field.acroform);
  const bool is_mark = field.type == FieldType::checkbox;
  truth.put("type", is_mark ? "checkbox" : "text");
  truth.put("rect", rectangle(field.zone));
  truth.put("value", is_mark ? Value(entry.ticked) : Value(entry.value));
  if (!entry.altered) return truth;
  truth.put("altered", true);
  truth.put("alteration", to_string(entry.how));
  if (!entry.struck.empty()) truth.put("before", entry.struck);
  return truth;
}

}  // namespace

Value to_truth(const Specimen& specimen, const std::string& file) {
  const auto pages = static_cast<int>(specimen.pages.size());
  List fields;
  for (size_t i = 0; i < specimen.filling.size(); ++i) {
    const Field& field = specimen.form->fields[i];
    if (field.page <= pages) fields.push_back(to_truth(field, specimen.filling[i]));
  }
  Context truth;
  truth.put("file", file);
  truth.put("form", specimen.form->id);
  truth.put("pages", pages);
  truth.put("dpi", specimen.pages.empty() ? 0 : specimen.pages.front().dpi_x);
  truth.put("fields", std::move(fields));
  List notes;
  for (const Annotation& annotation : specimen.annotations) notes.push_back(to_truth(annotation));
  if (!notes.empty()) truth.put("notes", std::move(notes));
  return truth;
}

}  // namespace mailroom::ocr::specimen
