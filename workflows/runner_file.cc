// Filing: what was read finds its case.
#include <algorithm>

#include "base/error.h"
#include "base/ids.h"
#include "base/local_time.h"
#include "workflows/case_facts.h"
#include "workflows/filing.h"
#include "workflows/runner.h"
#include "workflows/transitions.h"

namespace mailroom::workflows {

namespace {

constexpr int kTries = 20;  // commits that others may win before it is a fault

bool has_room(const CaseRecord& record, const DocumentRole& role) {
  if (role.at_most < 0) return true;
  const auto here = std::count_if(record.filings.begin(), record.filings.end(),
                                  [&](const Filing& filing) { return filing.role == role.name; });
  return here < role.at_most;
}

Context filing_details(const Filing& filing) {
  return {{"document", filing.document_id},
          {"part", filing.part},
          {"form", filing.form},
          {"role", filing.role},
          {"pages", static_cast<int64_t>(filing.pages.size())}};
}

// The case looks again at everything, with one document more.
void take_in(CaseRecord& record, Filing filing) {
  record.received = std::min(record.received, filing.received);
  if (record.state == State::delivering) {
    filing.doubts.push_back("came_late");
  } else if (record.state != State::checking) {
    move_to(record, State::checking);
  }
  if (record.state == State::checking) {
    record.not_before.reset();
    record.waiting_for.clear();
    record.reasons.clear();
    record.queue.clear();
  }
  record.filings.push_back(std::move(filing));
}

}  // namespace

std::vector<std::string> Runner::file(const ReadDocument& document) {
  std::vector<std::string> ids;
  std::vector<int> done;
  std::vector<CaseChange> read_again;
  for (const std::string& id : store_.filed_in(document.document_id)) {
    auto record = store_.load(id);
    if (!record) continue;
    if (record->state == State::reading) {
      // It was unreadable and a person asked to read it again: it leaves that case.
      auto& filings = record->filings;
      filings.erase(
          std::remove_if(filings.begin(), filings.end(),
                         [&](const Filing& one) { return one.document_id == document.document_id; }),
          filings.end());
      if (filings.empty()) {
        move_to(*record, State::closed);
        record->route = "read_again";
        record->reasons.clear();
      }
      CaseChange change{std::move(*record), {}, false, {}};
      note(change, "document_read_again", {{"document", document.document_id}});
      read_again.push_back(std::move(change));
      continue;
    }
    ids.push_back(id);
    for (const Filing& filing : record->filings) {
      if (filing.document_id == document.document_id) done.push_back(filing.part);
    }
  }
  for (const PlannedFiling& planned : plan_filings(document, workflows_)) {
    if (std::find(done.begin(), done.end(), planned.filing.part) != done.end()) continue;
    const std::string id = place(planned, read_again);
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

CaseRecord Runner::new_case(const PlannedFiling& planned) const {
  CaseRecord record;
  record.id = new_uuid(clock_);
  record.received = planned.filing.received;
  record.effective = local_date(planned.filing.received);
  record.number = store_.new_case_number(record.effective.year);
  record.filings.push_back(planned.filing);
  record.urgent = planned.urgent;
  if (planned.workflow) {
    record.workflow = planned.workflow->id;
    record.version = planned.workflow->version;
    return record;
  }
  record.reasons.push_back(planned.reason);
  record.state = planned.filing.failure ? State::quarantined : State::awaiting_review;
  record.queue = planned.filing.failure ? "" : "unsorted";
  if (planned.desk != nullptr) {
    if (!planned.desk->queue.empty()) record.queue = planned.desk->queue;
    if (planned.desk->due) record.due = add(record.effective, *planned.desk->due);
  }
  return record;
}

// The case that a supplementary document belongs to although it is closed. What may begin a case does begin
// one: it is another claim.
std::optional<CaseRecord> Runner::closed_case_of(const PlannedFiling& planned, const std::string& key) {
  const Workflow& workflow = *planned.workflow;
  const DocumentRole& role = *workflow.role(planned.filing.role);
  if (role.at_least > 0 || !workflow.open_for) return std::nullopt;
  const auto id = store_.find_closed(workflow.id, key);
  auto record = id ? store_.load(*id) : std::nullopt;
  const bool fits = record && record->state == State::closed && !record->filings.empty() &&
                    has_room(*record, role) && clock_.now() < add(record->received, *workflow.open_for);
  return fits ? std::move(record) : std::nullopt;
}

// It is decided again, and what was sent is amended if that makes a difference. What a person ended they have
// to look at again themselves.
void Runner::take_in_late(CaseChange& change, Filing filing, const Workflow& workflow) {
  CaseRecord& record = change.record;
  const bool ended_by_word = !record.reasons.empty();
  if (ended_by_word) filing.doubts.push_back("came_late");
  note(change, "evidence_considered", {{"document", filing.document_id}, {"part", filing.part}});
  record.filings.push_back(std::move(filing));
  if (!ended_by_word) {
    move_to(record, State::checking, Mover::evidence);
    return;
  }
  const Filing& late = record.filings.back();
  move_to(record, State::awaiting_review, Mover::evidence);
  ask(change, &workflow,
      {{"came_late", late.document_id, late.part, "", late.file + " came after the case was decided"}});
}

std::string Runner::place(const PlannedFiling& planned, std::vector<CaseChange>& read_again) {
  const auto commit = [&](CaseChange change) {
    std::vector<CaseChange> changes = read_again;
    changes.push_back(std::move(change));
    if (!store_.commit(changes)) return false;
    read_again.clear();
    return true;
  };
  for (int attempt = 0; attempt < kTries; ++attempt) {
    CaseChange change;
    change.is_new = true;
    std::optional<std::string> key;
    if (planned.workflow) {
      CaseRecord alone;
      alone.filings.push_back(planned.filing);
      key = join_key(*planned.workflow, alone, planned.filing);
      const auto open = key ? store_.find_open(planned.workflow->id, *key) : std::nullopt;
      auto joined = open ? store_.load(*open) : std::nullopt;
      if (joined && has_room(*joined, *planned.workflow->role(planned.filing.role))) {
        change.record = std::move(*joined);
        change.is_new = false;
        take_in(change.record, planned.filing);
        change.record.urgent |= planned.urgent;
      } else if (key && !joined) {
        if (auto closed = closed_case_of(planned, *key)) {
          change.record = std::move(*closed);
          change.is_new = false;
          take_in_late(change, planned.filing, *planned.workflow);
        } else {
          change.none_open_with.push_back(*key);
        }
      }
    }
    if (change.is_new) {
      change.record = new_case(planned);
      if (key) change.record.join_keys.push_back(*key);
      note(change, "case_opened",
           {{"workflow", change.record.workflow}, {"state", to_string(change.record.state)}});
    }
    note(change, "document_filed", filing_details(planned.filing));
    const std::string id = change.record.id;
    if (commit(std::move(change))) return id;
  }
  throw Error(Fault::machine, "case_busy", "a document could not be filed: its case changed all the time",
              "document " + planned.filing.document_id, "it is tried again");
}

bool Runner::join_open_case(CaseChange& change, const Workflow& workflow, bool& committed) {
  CaseRecord& record = change.record;
  if (!record.join_keys.empty() || has_effects(record)) return false;
  std::vector<std::string> keys;
  for (const Filing& filing : record.filings) {
    const auto key = join_key(workflow, record, filing);
    if (key && std::find(keys.begin(), keys.end(), *key) == keys.end()) keys.push_back(*key);
  }
  if (keys.empty()) return false;
  const auto open = store_.find_open(workflow.id, keys.front());
  auto target = open && *open != record.id ? store_.load(*open) : std::nullopt;
  const bool fits =
      target && std::all_of(record.filings.begin(), record.filings.end(), [&](const Filing& filing) {
        const DocumentRole* role = workflow.role(filing.role);
        return role && has_room(*target, *role);
      });
  if (!fits) {
    record.join_keys = keys;
    if (!target) change.none_open_with = keys;
    return false;
  }
  CaseChange joined{std::move(*target), {}, false, {}};
  for (Filing& filing : record.filings) {
    note(joined, "document_filed", filing_details(filing));
    take_in(joined.record, std::move(filing));
  }
  auto& corrections = joined.record.corrections;
  corrections.insert(corrections.end(), record.corrections.begin(), record.corrections.end());
  auto& approvals = joined.record.approvals;
  approvals.insert(approvals.end(), record.approvals.begin(), record.approvals.end());
  record.filings.clear();
  record.corrections.clear();
  record.reasons.clear();
  record.route = "joined";
  move_to(record, State::closed);
  note(change, "case_joined", {{"to", joined.record.number}});
  committed = store_.commit({std::move(joined), change});
  return true;
}

}  // namespace mailroom::workflows
