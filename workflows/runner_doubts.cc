// What is not sure: a person is asked about what matters, and about nothing else (docs/decisions/0012).
#include <algorithm>

#include "base/digest.h"
#include "workflows/case_facts.h"
#include "workflows/runner.h"
#include "workflows/unsure_fields.h"
#include "workflows/weighing.h"

namespace mailroom::workflows {

namespace {

// Whether this case is one of the share that a person checks although nothing hangs on its doubts. It follows
// from the document alone: asked again, the answer is the same, and nobody can steer it.
bool is_sampled(const CaseRecord& record, double share) {
  constexpr double kAll = 0x100000000;
  const Filing& first = record.filings.front();
  const std::string digest = sha256("sample " + first.document_id + "/" + std::to_string(first.part));
  return static_cast<double>(std::stoul(digest.substr(0, 8), nullptr, 16)) < share * kAll;
}

// Whose case it is, as far as that is sure.
std::string sure_subject(const Workflow& workflow, const CaseRecord& record) {
  const auto& needed = workflow.subject_fields;
  std::string subject;
  for (const Filing& filing : record.filings) {
    for (const FieldState& state : field_states(workflow, record, filing)) {
      const bool tells =
          std::find(needed.begin(), needed.end(), filing.role + "." + state.id) != needed.end();
      if (tells && state.sure && !state.value.is_null()) subject = to_display(state.value);
    }
  }
  return subject;
}

Reason sample_reason(const UnsureField& field) {
  const std::string label = field.reason.text.substr(0, field.reason.text.find(':'));
  return {"field_sampled", field.document_id, field.part, field.id,
          label + ": write down what it says; a sample, so that what the machine read is not shown"};
}

// Names and counts, never values: it goes into the audit.
Context weighed_details(const Weighing& weighing) {
  List fields;
  for (const WeighedField& one : weighing.fields) {
    fields.push_back(Context{{"document", one.document_id},
                             {"part", one.part},
                             {"field", one.field},
                             {"weight", to_string(one.weight)},
                             {"readings", one.readings.size()}});
  }
  return {{"fields", std::move(fields)}, {"tried", weighing.tried}};
}

}  // namespace

// The same runner on a copy that nobody commits: with these readings as if a person had confirmed them.
TriedCase Runner::try_readings(const CaseRecord& record, const Workflow& workflow,
                               const std::vector<Reason>& doubts, const std::vector<Correction>& readings) {
  CaseChange tried{record, {}, false, {}};
  for (const Correction& one : readings) tried.record.corrections.push_back(one);
  for (const Reason& doubt : doubts) tried.record.approvals.push_back(approval_of(doubt));
  feel::Reads reads;
  advance_once(tried, workflow, &reads);
  return {std::move(tried.record), std::move(reads)};
}

// False: a person is asked first.
bool Runner::settle_doubts(CaseChange& change, const Workflow& workflow) {
  CaseRecord& record = change.record;
  std::vector<Reason> doubts = filing_doubts(workflow, record);
  const std::vector<UnsureField> unsure = unsure_fields(workflow, record);
  record.weighed.clear();
  if (!unsure.empty()) {
    Weighing weighing = weigh(workflow, unsure, [&](const std::vector<size_t>& choice) {
      std::vector<Correction> readings;
      for (size_t i = 0; i < unsure.size(); ++i)
        readings.push_back({unsure[i].document_id,
                            unsure[i].part,
                            unsure[i].id,
                            unsure[i].readings[choice[i]].value,
                            "",
                            {}});
      return try_readings(record, workflow, doubts, readings);
    });
    const bool nobody_asked =
        doubts.empty() && std::none_of(weighing.fields.begin(), weighing.fields.end(),
                                       [](const WeighedField& one) { return is_asked(one.weight); });
    const bool sampled = nobody_asked && is_sampled(record, workflow.sample);
    for (size_t i = 0; i < unsure.size(); ++i) {
      WeighedField& field = weighing.fields[i];
      if (sampled) field.weight = Weight::sampled;
      if (is_asked(field.weight)) doubts.push_back(sampled ? sample_reason(unsure[i]) : unsure[i].reason);
    }
    note(change, "doubts_weighed", weighed_details(weighing));
    record.weighed = std::move(weighing.fields);
  }
  if (doubts.empty()) return true;
  record.subject = sure_subject(workflow, record);
  ask(change, &workflow, std::move(doubts));
  return false;
}

}  // namespace mailroom::workflows
