#include "workflows/unsure_fields.h"

#include <algorithm>

#include "workflows/typed_value.h"

namespace mailroom::workflows {

namespace {

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool is_for_a_person(const ocr::Form& form, const FieldState& state) {
  const ocr::FieldReading& reading = *state.reading;
  return reading.altered || reading.conflict || reading.repaired || state.reason.code == "field_invalid" ||
         form.find_table(state.id) != nullptr;
}

UnsureField unsure_field(const Workflow& workflow, const Filing& filing, const ocr::Form& form,
                         FieldState state) {
  UnsureField field;
  field.document_id = filing.document_id;
  field.part = filing.part;
  field.path = filing.role + "." + used_name(state.id);
  field.is_for_a_person = is_for_a_person(form, state);
  field.has_alternatives =
      state.field->type == ocr::FieldType::checkbox || !state.reading->alternatives.empty();
  const bool joins = contains(workflow.role(filing.role)->join_fields, state.id);
  field.names_the_case = joins || contains(workflow.subject_fields, field.path);
  field.readings = plausible_readings(*state.field, form.locale, *state.reading);
  field.reason = std::move(state.reason);
  if (joins) field.reason.text += ": whose case it is depends on it";
  field.id = std::move(state.id);
  return field;
}

}  // namespace

std::vector<PlausibleReading> plausible_readings(const ocr::Field& field, const std::string& locale,
                                                 const ocr::FieldReading& reading) {
  std::vector<PlausibleReading> readings{{reading.value, reading.confidence}};
  // A box is ticked or it is not: there is no third thing that it may say.
  if (field.type == ocr::FieldType::checkbox) {
    if (reading.value.is(Value::Kind::boolean))
      readings.push_back({Value(!reading.value.boolean()), 1 - reading.confidence});
    return readings;
  }
  std::vector<std::optional<Value>> meanings{typed_value(field, locale, reading.value)};
  double impossible = 0;
  if (!meanings.front()) std::swap(impossible, readings.front().probability);
  double sum = readings.front().probability;
  for (const ocr::Alternative& other : reading.alternatives) {
    const auto meaning = typed_value(field, locale, other.value);
    if (other.value == reading.value) continue;
    if (!meaning) {
      impossible += other.confidence;
      continue;
    }
    sum += other.confidence;
    const auto same = std::find(meanings.begin(), meanings.end(), meaning);
    if (same != meanings.end()) {
      readings[static_cast<size_t>(same - meanings.begin())].probability += other.confidence;
    } else {
      meanings.push_back(meaning);
      readings.push_back({other.value, other.confidence});
    }
  }
  // Sources that each claim their own add up to more than one.
  const double possible = std::max(1 - impossible, sum);
  if (possible > 0)
    for (PlausibleReading& one : readings) one.probability /= possible;
  std::stable_sort(readings.begin() + 1, readings.end(),
                   [](const auto& a, const auto& b) { return a.probability > b.probability; });
  return readings;
}

std::vector<UnsureField> unsure_fields(const Workflow& workflow, const CaseRecord& record) {
  std::vector<UnsureField> fields;
  for (const Filing& filing : record.filings) {
    const ocr::Form* form = workflow.form(filing.form);
    for (FieldState& state : field_states(workflow, record, filing)) {
      if (state.sure || !workflow.uses(filing.role, used_name(state.id))) continue;
      fields.push_back(unsure_field(workflow, filing, *form, std::move(state)));
    }
  }
  return fields;
}

}  // namespace mailroom::workflows
