// Looking facts up: outside any transaction, before anything is decided. What was found is kept with the case
// and asked again only when the question changes, so that a decision explains itself and comes out the same
// again.
#include <algorithm>
#include <chrono>

#include "workflows/case_facts.h"
#include "workflows/lookups.h"
#include "workflows/runner.h"
#include "workflows/transitions.h"

namespace mailroom::workflows {

namespace {

constexpr std::chrono::minutes kLookAgain{1};

// Whether nobody doubts what the question is made of: the register is not asked about a person who was
// misread.
bool is_sure(const Workflow& workflow, const CaseRecord& record, const LookupSpec& spec) {
  for (const Filing& filing : record.filings) {
    for (const FieldState& state : field_states(workflow, record, filing)) {
      const std::string path = filing.role + "." + used_name(state.id);
      const bool is_read = std::find(spec.reads.begin(), spec.reads.end(), path) != spec.reads.end();
      if (is_read && !state.sure) return false;
    }
  }
  return true;
}

void keep(CaseRecord& record, LookupResult result) {
  const auto same = std::find_if(record.lookups.begin(), record.lookups.end(),
                                 [&](const LookupResult& one) { return one.name == result.name; });
  if (same == record.lookups.end()) {
    record.lookups.push_back(std::move(result));
  } else {
    *same = std::move(result);
  }
}

void forget(CaseRecord& record, const std::string& name) {
  const auto is_it = [&](const LookupResult& one) { return one.name == name; };
  record.lookups.erase(std::remove_if(record.lookups.begin(), record.lookups.end(), is_it),
                       record.lookups.end());
}

}  // namespace

// The rest of the case waits for a source that cannot be asked now.
void Runner::await_source(CaseChange& change, const LookupSpec& spec, const std::string& why) {
  CaseRecord& record = change.record;
  const std::string awaited = spec.name + ": " + why;
  if (record.waiting_for != awaited) note(change, "source_awaited", {{"lookup", spec.name}});
  record.waiting_for = awaited;
  record.not_before = clock_.now() + kLookAgain;
  move_to(record, State::checking);
}

// False: the case waits for the source, or for a person. `may_ask`: otherwise only what was found before
// counts.
bool Runner::look_up(CaseChange& change, const Workflow& workflow, bool may_ask) {
  CaseRecord& record = change.record;
  for (const LookupSpec& spec : workflow.lookups) {
    record.facts.put(spec.name, Value());
    const auto question = question_of(spec, record.facts, surroundings());
    if (!question) {
      forget(record, spec.name);
      continue;
    }
    const Value asked = to_value(*question);
    const LookupResult* known = find_lookup(record, spec.name);
    if (known == nullptr || !(known->question == asked)) {
      if (source_of(record, spec.name) == nullptr) continue;  // a dry run that does not look up
      if (!may_ask) {
        await_source(change, spec, "not looked up yet");
        return false;
      }
      // Whatever is doubtful goes to a person first, for nothing is decided on it.
      if (!is_sure(workflow, record, spec)) {
        forget(record, spec.name);
        continue;
      }
      if (!ask_source(change, workflow, spec, *question)) return false;
      known = find_lookup(record, spec.name);
    }
    if (known != nullptr) record.facts.put(spec.name, known->value);
  }
  return true;
}

bool Runner::ask_source(CaseChange& change, const Workflow& workflow, const LookupSpec& spec,
                        const connectors::Question& question) {
  CaseRecord& record = change.record;
  const connectors::Finding finding = source_of(record, spec.name)->look_up(question);
  if (finding.kind == connectors::Finding::Kind::unavailable) {
    await_source(change, spec, finding.why);
    return false;
  }
  Reason reason{"lookup_failed", "", 0, spec.name, spec.name + ": " + finding.why};
  Value value;
  if (finding.kind == connectors::Finding::Kind::answered) {
    auto found = value_of(spec, finding.rows);
    if (const auto* unclear = std::get_if<std::string>(&found)) {
      reason = {"lookup_unclear", "", 0, spec.name, spec.name + ": " + *unclear};
    } else {
      reason.code.clear();
      value = std::move(std::get<Value>(found));
    }
  }
  if (!reason.code.empty() && !is_approved(record, reason)) {
    forget(record, spec.name);
    ask(change, &workflow, {std::move(reason)});
    return false;
  }
  note(change, "fact_looked_up", {{"lookup", spec.name}, {"rows", finding.rows.size()}});
  keep(record, {spec.name, to_value(question), std::move(value), clock_.now()});
  return true;
}

// Of the case's own version, if that is not the newest.
connectors::Lookup* Runner::source_of(const CaseRecord& record, const std::string& lookup) const {
  auto found = lookups_.find(record.workflow + "@" + std::to_string(record.version) + "/" + lookup);
  if (found == lookups_.end()) found = lookups_.find(record.workflow + "/" + lookup);
  return found == lookups_.end() ? nullptr : found->second.get();
}

}  // namespace mailroom::workflows
