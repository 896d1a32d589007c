// How the desk words what the store keeps: masks, times, the parts of a case. Internal to the desk. Pure.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/value.h"
#include "daemon/store.h"
#include "workflows/workflow.h"

namespace mailroom::daemon {

struct Site;

// The first two and the last character, the rest as dots: "QQ••••••C". Short texts are all dots.
std::string masked(std::string_view text);

// Which texts of a case are a person's, and hiding them wherever they turn up.
class Mask {
 public:
  // Hides nothing.
  Mask() = default;
  explicit Mask(const workflows::CaseRecord& record);
  std::string hide(std::string text) const;
  Value hide(const Value& value) const;
  // Of a text that is a person's as a whole.
  std::string hide_whole(const std::string& text) const { return hides_ ? masked(text) : text; }

 private:
  bool hides_ = false;
  std::vector<std::string> hidden_;  // longest first
};

// A field with what a person made of it.
struct ShownField {
  const workflows::Filing* filing = nullptr;
  const ocr::FieldReading* reading = nullptr;
  const workflows::Correction* correction = nullptr;  // the last one; null: none
  const workflows::WeighedField* weighed = nullptr;   // what hangs on it; null: it was sure
  std::string label;
  // A sample that a person is to write down: what was read is not shown before.
  bool is_unseen() const;
  const Value& value() const { return correction ? correction->value : reading->value; }
  bool accepted() const { return correction != nullptr || reading->accepted; }
};
std::vector<ShownField> fields_of(const workflows::CaseRecord& record, const workflows::Workflow* workflow);

// {items: {arrived, finished, waiting, returned, quarantined}, documents, pages}
Value totals_value(const Counts& counts);
Value optional_text(const std::optional<Date>& date);
Value confidence_value(double confidence);
Value alternatives_value(const ocr::FieldReading& reading);
// {weight, asked, held, readings: [{value, probability, same, state, route, why, decisions}]}; null for none.
Value weighed_value(const workflows::WeighedField* field, const Mask& mask);
// Where pictures of a case under review lie in the clear; gone when it is decided.
std::filesystem::path pictures_folder(const Site& site, const std::string& number);
// [{id, value, fired, trace, notices}]
Value decisions_value(const std::vector<workflows::DecisionResult>& decisions, const Mask& mask);
Value checks_value(const workflows::CaseRecord& record, const Mask& mask);
Value reasons_value(const workflows::CaseRecord& record, const Mask& mask);  // [{code, field, text}]
Value reason_texts(const workflows::CaseRecord& record, const Mask& mask);
// In a word, for people: the outcome of the route.
std::string outcome_of(const workflows::CaseRecord& record, const workflows::Workflow* workflow);

}  // namespace mailroom::daemon
