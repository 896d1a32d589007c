// What a person's hand does to a case beside deciding it: hold and release, move, link, split, reopen, note,
// priority. Each is a new revision with a note of who and why; the audit names who and what, not the why,
// which may tell of the subject.
#include <algorithm>

#include "base/ids.h"
#include "base/local_time.h"
#include "base/text.h"
#include "workflows/case_facts.h"
#include "workflows/runner.h"
#include "workflows/runner_refusal.h"
#include "workflows/transitions.h"

namespace mailroom::workflows {

namespace {

using Kind = Runner::Verdict::Kind;

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::hold:
      return "hold";
    case Kind::release:
      return "release";
    case Kind::move:
      return "move";
    case Kind::link:
      return "link";
    case Kind::split:
      return "split";
    case Kind::reopen:
      return "reopen";
    case Kind::prioritise:
      return "priority";
    default:
      return "note";
  }
}

void must_be_open(const CaseRecord& record, std::string_view what) {
  if (!is_ended(record.state)) return;
  wrong("case_ended",
        "it is " + std::string(to_string(record.state)) + ": there is nothing to " + std::string(what),
        record, "open it again first: mailroom cases reopen " + record.number);
}

// Its documents may go elsewhere: it is open, free, and nothing was sent because of them.
void must_be_in_hand(const CaseRecord& record, std::string_view what) {
  must_be_open(record, what);
  must_be_free(record);
  if (record.state == State::reading || record.state == State::delivering) {
    // What is on its way at this moment rests on the documents as they are.
    const bool reading = record.state == State::reading;
    wrong("case_busy", "it is being " + std::string(reading ? "read again" : "sent"), record,
          std::string("wait until that is done") +
              (reading ? "" : "; then: mailroom cases reopen " + record.number));
  }
  must_have_no_effects(record);
}

bool is_named(const Filing& filing, const std::string& typed) {
  const std::string part = "/" + std::to_string(filing.part);
  return typed == filing.document_id || typed == filing.file || typed == filing.document_id + part ||
         typed == filing.file + part;
}

struct Papers {
  std::vector<Filing> filings;
  std::vector<Correction> corrections;
};

// Takes the named documents out of the case, with what was corrected in them.
Papers take_out(CaseRecord& record, const std::vector<std::string>& wanted) {
  Papers taken;
  std::vector<std::string> known;
  for (const Filing& one : record.filings) known.push_back(one.file);
  for (const std::string& typed : wanted) {
    const auto from = std::stable_partition(record.filings.begin(), record.filings.end(),
                                            [&](const Filing& one) { return !is_named(one, typed); });
    if (from == record.filings.end()) {
      wrong("unknown_document", "the case has no document '" + typed + "'", record,
            "it has " + quoted_list(known, "and"));
    }
    std::move(from, record.filings.end(), std::back_inserter(taken.filings));
    record.filings.erase(from, record.filings.end());
  }
  const auto goes = [&](const Correction& correction) {
    return std::any_of(taken.filings.begin(), taken.filings.end(), [&](const Filing& filing) {
      return filing.document_id == correction.document_id && filing.part == correction.part;
    });
  };
  const auto from = std::stable_partition(record.corrections.begin(), record.corrections.end(),
                                          [&](const Correction& one) { return !goes(one); });
  std::move(from, record.corrections.end(), std::back_inserter(taken.corrections));
  record.corrections.erase(from, record.corrections.end());
  return taken;
}

// Everything is looked at again, from the checks.
void start_again(CaseRecord& record) {
  record.reasons.clear();
  record.queue.clear();
  record.not_before.reset();
  record.waiting_for.clear();
  record.deliveries.clear();  // nothing was sent, or it would not have come here
  move_to(record, State::checking);
}

std::vector<std::string> queues_of(const Workflows& workflows) {
  std::vector<std::string> queues = {"unsorted"};
  for (const auto& workflow : workflows.all()) {
    queues.push_back(workflow->review_queue);
    for (const Route& route : workflow->routes) {
      if (route.review) queues.push_back(route.review->queue);
      if (route.approve) queues.push_back(route.approve->queue);
    }
  }
  for (const LetterDesk& desk : workflows.post().letters) queues.push_back(desk.queue);
  std::sort(queues.begin(), queues.end());
  queues.erase(std::unique(queues.begin(), queues.end()), queues.end());
  queues.erase(std::remove(queues.begin(), queues.end(), ""), queues.end());
  return queues;
}

}  // namespace

void Runner::lay_hand(CaseChange& change, const Verdict& verdict, const std::string& by,
                      std::vector<CaseChange>& others) {
  CaseRecord& record = change.record;
  const std::string what(name_of(verdict.kind));
  if (trim(verdict.why).empty()) {
    wrong("why_missing", verdict.kind == Kind::note ? "the note is empty" : "say why: the case keeps it",
          record, "--why \"…\"");
  }
  switch (verdict.kind) {
    case Kind::hold:
      hold(change, verdict, by);
      break;
    case Kind::release:
      release(change, by);
      break;
    case Kind::move:
      move(change, verdict, by, others);
      break;
    case Kind::link:
      link(change, verdict, by, others);
      break;
    case Kind::split:
      split(change, verdict, by, others);
      break;
    case Kind::reopen:
      reopen(change, verdict, by);
      break;
    case Kind::prioritise:
      prioritise(change, verdict.priority, by);
      break;
    default:
      note(change, "case_noted", {}, by);
      break;
  }
  record.notes.push_back({what, verdict.why, by, clock_.now()});
  for (CaseChange& other : others) other.record.notes.push_back({what, verdict.why, by, clock_.now()});
}

void Runner::hold(CaseChange& change, const Verdict& verdict, const std::string& by) {
  CaseRecord& record = change.record;
  must_be_open(record, "hold");
  if (record.hold && !record.hold->of_subject)
    wrong("case_held", "case " + record.number + " is on hold already, by " + record.hold->by, record);
  record.hold = Hold{by, clock_.now(), verdict.why, false, {}};
  note(change, "case_held", {}, by);
}

void Runner::release(CaseChange& change, const std::string& by) {
  CaseRecord& record = change.record;
  if (!record.hold) wrong("not_held", "case " + record.number + " is not on hold", record);
  if (record.hold->of_subject) must_be_free(record);
  end_hold(record);
  note(change, "case_released", {}, by);
}

void Runner::move(CaseChange& change, const Verdict& verdict, const std::string& by,
                  std::vector<CaseChange>& others) {
  CaseRecord& record = change.record;
  if (!verdict.queue.empty()) {
    move_to_queue(change, verdict.queue, by);
    return;
  }
  must_be_in_hand(record, "move");
  if (verdict.version > 0) {
    move_to_version(change, verdict.version, by);
    return;
  }
  if (verdict.case_number.empty()) {
    if (verdict.workflow == record.workflow)
      wrong("same_workflow", "workflow '" + verdict.workflow + "' has the case already", record);
    record.deliveries.clear();
    sort_into(change, verdict, by);
    return;
  }
  if (verdict.documents.empty() || verdict.documents.size() >= record.filings.size()) {
    join(change, verdict, by, others);
    return;
  }
  Papers papers = take_out(record, verdict.documents);
  for (const Filing& filing : papers.filings) {
    note(change, "document_moved",
         {{"document", filing.document_id}, {"part", filing.part}, {"to", verdict.case_number}}, by);
  }
  others.push_back(hand_over(std::move(papers.filings), papers.corrections, verdict, record, by));
  start_again(record);
}

const Workflow& Runner::version_for(const CaseRecord& record, int version) const {
  const Workflow* workflow = workflows_.find(record.workflow, version);
  if (!workflow) {
    std::vector<std::string> known;
    for (const auto& one : workflows_.all()) {
      if (one->id == record.workflow) known.push_back(std::to_string(one->version));
    }
    wrong("unknown_version",
          "workflow '" + record.workflow + "' has no version " + std::to_string(version) + " here", record,
          "known: " + mailroom::join(known, ", "));
  }
  return *workflow;
}

void Runner::move_to_version(CaseChange& change, int version, const std::string& by) {
  CaseRecord& record = change.record;
  const Workflow& workflow = version_for(record, version);
  if (record.version == version)
    wrong("same_version", "case " + record.number + " is on version " + std::to_string(version) + " already",
          record);
  note(change, "version_changed", {{"workflow", workflow.id}, {"from", record.version}, {"to", version}}, by);
  record.version = version;
  start_again(record);
}

CaseRecord Runner::try_version(const std::string& case_id, int version) {
  auto record = store_.load(case_id);
  if (!record) throw Error(Fault::usage, "unknown_case", "there is no such case", "case " + case_id);
  const Workflow& workflow = version_for(*record, version);
  must_be_in_hand(*record, "move");
  CaseChange tried{std::move(*record), {}, false, {}};
  tried.record.version = version;
  start_again(tried.record);
  advance_once(tried, workflow);
  return std::move(tried.record);
}

void Runner::move_to_queue(CaseChange& change, const std::string& queue, const std::string& by) {
  CaseRecord& record = change.record;
  if (record.state != State::awaiting_review) {
    wrong("case_not_waiting", "case " + record.number + " does not wait for a person: no queue has it",
          record, "`mailroom cases show " + record.number + "` tells what it waits for");
  }
  const std::vector<std::string> known = queues_of(workflows_);
  if (std::find(known.begin(), known.end(), queue) == known.end()) {
    const auto near = nearest_name(queue, known);
    wrong("unknown_queue", "no workflow and no letter has the queue '" + queue + "'", record,
          near ? "write '" + *near + "'" : "known: " + quoted_list(known, "and"));
  }
  record.queue = queue;
  note(change, "case_moved", {{"queue", queue}}, by);
}

void Runner::link(CaseChange& change, const Verdict& verdict, const std::string& by,
                  std::vector<CaseChange>& others) {
  CaseRecord& record = change.record;
  const auto id = store_.find_by_number(verdict.case_number);
  auto other = id ? store_.load(*id) : std::nullopt;
  if (!other) wrong("unknown_case", "there is no case '" + verdict.case_number + "'", record);
  if (other->id == record.id) wrong("same_case", "a case cannot be linked with itself", record);
  if (std::find(record.links.begin(), record.links.end(), other->number) != record.links.end())
    wrong("already_linked", "case " + record.number + " is linked with " + other->number + " already",
          record);
  record.links.push_back(other->number);
  note(change, "case_linked", {{"with", other->number}}, by);
  CaseChange linked{std::move(*other), {}, false, {}};
  linked.record.links.push_back(record.number);
  note(linked, "case_linked", {{"with", record.number}}, by);
  others.push_back(std::move(linked));
}

void Runner::split(CaseChange& change, const Verdict& verdict, const std::string& by,
                   std::vector<CaseChange>& others) {
  CaseRecord& record = change.record;
  must_be_in_hand(record, "split");
  if (verdict.documents.empty())
    wrong("no_documents", "say which documents become a case of their own", record,
          "--document FILE; `mailroom cases show " + record.number + "` lists them");
  const Workflow* workflow = workflow_of(record);
  if (!workflow)
    wrong("case_unsorted", "no workflow has this case yet", record, "join it to a workflow first");
  Papers papers = take_out(record, verdict.documents);
  if (record.filings.empty())
    wrong("nothing_left", "these are all its documents: nothing would be left in the case", record);
  CaseChange parted{{}, {}, true, {}};
  CaseRecord& made = parted.record;
  made.id = new_uuid(clock_);
  made.workflow = record.workflow;
  made.version = record.version;
  made.received = papers.filings.front().received;
  for (const Filing& one : papers.filings) made.received = std::min(made.received, one.received);
  made.effective = local_date(made.received);
  made.number = store_.new_case_number(made.effective.year);
  made.filings = std::move(papers.filings);
  made.corrections = std::move(papers.corrections);
  made.urgent = record.urgent;
  made.links = {record.number};
  for (const Filing& filing : made.filings) {
    if (const auto key = join_key(*workflow, made, filing)) made.join_keys.push_back(*key);
  }
  // Never empty: it would join the case again that a person just took it out of.
  if (made.join_keys.empty()) made.join_keys.push_back("split=" + made.id);
  note(parted, "case_opened", {{"workflow", made.workflow}, {"from", record.number}}, by);
  note(change, "case_split", {{"into", made.number}, {"documents", made.filings.size()}}, by);
  record.links.push_back(made.number);
  others.push_back(std::move(parted));
  start_again(record);
}

void Runner::reopen(CaseChange& change, const Verdict& verdict, const std::string& by) {
  CaseRecord& record = change.record;
  if (record.state != State::closed && record.state != State::returned) {
    wrong("case_open",
          "case " + record.number + " is " + std::string(to_string(record.state)) + ", not ended", record,
          "`mailroom cases show " + record.number + "` tells what it waits for");
  }
  if (record.filings.empty())
    wrong("case_empty", "the documents of case " + record.number + " are in another case now", record,
          "find it: mailroom cases show " + record.number + " --all");
  note(change, "case_reopened", {}, by);
  move_to(record, State::awaiting_review, Mover::person);
  ask(change, workflow_of(record), {{"reopened", "", 0, "", "opened again: " + verdict.why}});
}

void Runner::prioritise(CaseChange& change, const Priority& priority, const std::string& by) {
  CaseRecord& record = change.record;
  must_be_open(record, "hurry");
  if (!priority.urgent && !priority.due)
    wrong("no_priority", "say what comes first", record, "--urgent, --normal or --due DATE");
  if (!record.priority) record.priority = Priority{};
  if (priority.urgent) record.priority->urgent = priority.urgent;
  if (priority.due) record.priority->due = priority.due;
  note(change, "priority_changed",
       {{"urgent", priority.urgent ? Value(*priority.urgent) : Value()},
        {"due", priority.due ? Value(to_string(*priority.due)) : Value()}},
       by);
}

}  // namespace mailroom::workflows
