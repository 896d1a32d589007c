#include "workflows/weighing.h"

#include <algorithm>
#include <map>

#include "base/json.h"
#include "workflows/combinations.h"
#include "workflows/stored_value.h"

namespace mailroom::workflows {

namespace {

constexpr double kRounding = 1e-9;

// Two outcomes are the same if these texts are: all that people and receivers see of a case, but not the
// facts that it comes from.
std::string fingerprint(const CaseRecord& record) {
  List reasons, checks, decisions, deliveries;
  for (const Reason& one : record.reasons)
    reasons.push_back(List{one.code, one.document_id, one.part, one.field, one.text});
  for (const CheckResult& one : record.checks) checks.push_back(List{one.id, one.passed, one.message});
  for (const DecisionResult& one : record.decisions) {
    List fired;
    for (const FiredRule& rule : one.fired) fired.push_back(List{rule.number, rule.reason});
    decisions.push_back(List{one.id, to_stored(one.value), std::move(fired)});
  }
  for (const DeliveryRecord& one : record.deliveries)
    deliveries.push_back(List{one.name, to_stored(Value(one.content)), one.after});
  return to_json(List{to_string(record.state), record.route, record.queue, record.urgent,
                      record.due ? to_string(*record.due) : "", to_string(record.effective), record.subject,
                      record.waiting_for, std::move(reasons), std::move(checks), std::move(decisions),
                      std::move(deliveries)});
}

// It ends without a person and without another document.
bool is_settled(const CaseRecord& record) {
  return record.state == State::delivering || record.state == State::closed ||
         record.state == State::returned;
}

WeighedReading outcome_of(const CaseRecord& record) {
  WeighedReading reading;
  reading.state = record.state;
  reading.route = record.route;
  if (!record.reasons.empty()) reading.why = record.reasons.front().text;
  for (const DecisionResult& one : record.decisions)
    reading.decisions.push_back({one.id, one.value, one.fired, {}, {}});
  return reading;
}

class Weigher {
 public:
  Weigher(const Workflow& workflow, const std::vector<UnsureField>& unsure, const Trial& trial)
      : workflow_(workflow), unsure_(unsure), trial_(trial), as_read_(unsure.size(), 0) {}

  Weighing weigh() {
    is_settled_ = is_settled(tried(as_read_).record);
    for (size_t i = 0; i < unsure_.size(); ++i) try_alone(i);
    std::vector<size_t> open;
    for (size_t i = 0; i < unsure_.size(); ++i) {
      WeighedField& field = result_.fields[i];
      field.weight = weight_of(unsure_[i], field);
      if (field.weight == Weight::same_outcome) open.push_back(i);
    }
    if (!open.empty()) weigh_together(open);
    // Several readings at once may have led where one of them alone did not.
    for (size_t i = 0; i < unsure_.size(); ++i) {
      WeighedField& field = result_.fields[i];
      if (field.weight == Weight::nothing_reads_it && !is_read_by_nothing(unsure_[i]))
        field.weight = Weight::unread;
    }
    result_.tried = tried_.size();
    return std::move(result_);
  }

 private:
  struct Tried {
    CaseRecord record;
    std::string fingerprint;
  };

  const Tried& tried(const std::vector<size_t>& choice) {
    const auto known = tried_.find(choice);
    if (known != tried_.end()) return known->second;
    TriedCase made = trial_(choice);
    reads_.merge(made.reads);
    CaseRecord& record = made.record;
    for (const DeliveryRecord& one : record.deliveries) sent_.push_back(one.name);
    std::string text = fingerprint(record);
    record.filings.clear();  // large, and known
    return tried_.emplace(choice, Tried{std::move(record), std::move(text)}).first->second;
  }

  bool is_same(const std::vector<size_t>& choice) {
    return tried(choice).fingerprint == tried(as_read_).fingerprint;
  }

  double needed() const { return 1 - workflow_.error_budget - kRounding; }

  // Every reading of the field, the others as they were read.
  void try_alone(size_t number) {
    const UnsureField& unsure = unsure_[number];
    WeighedField field{unsure.document_id, unsure.part, unsure.id, Weight::same_outcome, 0, {}};
    for (const PlausibleReading& one : unsure.readings) field.held += one.probability;
    alone_ += unsure.readings.size();
    if (!unsure.names_the_case && alone_ <= kMostAlone) {
      for (size_t i = 0; i < unsure.readings.size(); ++i) {
        std::vector<size_t> choice = as_read_;
        choice[number] = i;
        WeighedReading reading = outcome_of(tried(choice).record);
        reading.value = unsure.readings[i].value;
        reading.probability = unsure.readings[i].probability;
        reading.same = is_same(choice);
        field.readings.push_back(std::move(reading));
      }
    }
    result_.fields.push_back(std::move(field));
  }

  // As far as the field alone tells.
  Weight weight_of(const UnsureField& unsure, const WeighedField& field) const {
    if (unsure.names_the_case) return Weight::names_the_case;
    if (unsure.is_for_a_person) return Weight::for_a_person;
    if (field.readings.empty()) return Weight::too_many;
    if (is_settled_ && is_read_by_nothing(unsure)) return Weight::nothing_reads_it;
    double same = 0;
    for (const WeighedReading& one : field.readings) same += one.same ? one.probability : 0;
    const bool differs = std::any_of(field.readings.begin(), field.readings.end(),
                                     [](const WeighedReading& one) { return !one.same; });
    if (!unsure.has_alternatives || same < needed())
      return differs ? Weight::outcome_differs : Weight::unread;
    return is_settled_ ? Weight::same_outcome : Weight::goes_on_later;
  }

  // Not by the rules, nor by anything that would be sent: it may say what it likes.
  bool is_read_by_nothing(const UnsureField& unsure) const {
    const auto reads = [&](const std::vector<std::string>& fields) {
      return std::find(fields.begin(), fields.end(), unsure.path) != fields.end();
    };
    if (reads(workflow_.always_read) || (reads(workflow_.rule_fields) && was_read(unsure.path))) return false;
    return std::none_of(sent_.begin(), sent_.end(), [&](const std::string& name) {
      const DeliverySpec* delivery = workflow_.delivery(name);
      return delivery != nullptr && reads(delivery->reads);
    });
  }

  // Itself, or what it is a part of.
  bool was_read(const std::string& path) const {
    for (size_t end = path.find('.'); end != std::string::npos; end = path.find('.', end + 1)) {
      if (reads_.count(path.substr(0, end))) return true;
    }
    return reads_.count(path) > 0;
  }

  // Each of them may say what it likes while the others say what was read: and if several do so at once?
  void weigh_together(const std::vector<size_t>& open) {
    std::vector<std::vector<double>> probabilities;
    size_t all = 1;
    for (const size_t i : open) {
      probabilities.emplace_back();
      for (const PlausibleReading& one : unsure_[i].readings) probabilities.back().push_back(one.probability);
      all = std::min(all * unsure_[i].readings.size(), kMostCombinations + 1);
    }
    double same = 0, held = 0;
    for (const Combination& one : likeliest_combinations(probabilities, kMostCombinations)) {
      std::vector<size_t> choice = as_read_;
      for (size_t i = 0; i < open.size(); ++i) choice[open[i]] = one.choice[i];
      held += one.probability;
      if (is_same(choice)) same += one.probability;
    }
    if (same >= needed()) return;
    const Weight weight = all > kMostCombinations ? Weight::too_many
                          : same < held           ? Weight::outcome_differs
                                                  : Weight::unread;
    for (const size_t i : open) result_.fields[i].weight = weight;
  }

  const Workflow& workflow_;
  const std::vector<UnsureField>& unsure_;
  const Trial& trial_;
  const std::vector<size_t> as_read_;
  std::map<std::vector<size_t>, Tried> tried_;
  std::vector<std::string> sent_;  // deliveries of all that was tried
  feel::Reads reads_;              // by rules, in all that was tried
  size_t alone_ = 0;               // readings tried of single fields
  bool is_settled_ = false;
  Weighing result_;
};

}  // namespace

Weighing weigh(const Workflow& workflow, const std::vector<UnsureField>& unsure, const Trial& trial) {
  return Weigher(workflow, unsure, trial).weigh();
}

}  // namespace mailroom::workflows
