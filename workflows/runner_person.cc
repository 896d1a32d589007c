// What a person decides: each verdict is a new revision, and the case goes on from where it belongs.
#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "workflows/case_facts.h"
#include "workflows/consent.h"
#include "workflows/effects.h"
#include "workflows/runner.h"
#include "workflows/runner_refusal.h"
#include "workflows/transitions.h"
#include "workflows/typed_value.h"
#include "workflows/unsure_fields.h"

namespace mailroom::workflows {

namespace {

constexpr int kTries = 5;

bool is_about_delivery(const Reason& reason) {
  return reason.code == "delivery_refused" || reason.code == "delivery_unknown" || reason.code == "came_late";
}

bool is_sample(const CaseRecord& record, const Correction& correction) {
  return std::any_of(record.reasons.begin(), record.reasons.end(), [&](const Reason& reason) {
    return reason.code == "field_sampled" && reason.document_id == correction.document_id &&
           reason.part == correction.part && reason.field == correction.field;
  });
}

// Whether the machine read what the person says.
bool is_as_read(const Filing& filing, const ocr::Field& field, const std::string& locale,
                const Correction& correction) {
  return std::any_of(filing.fields.begin(), filing.fields.end(), [&](const ocr::FieldReading& reading) {
    return reading.id == correction.field &&
           typed_value(field, locale, reading.value) == typed_value(field, locale, correction.value);
  });
}

// An unsure value that nobody was asked about, because nothing hung on it or nothing was weighed yet, must
// not be sent after all.
void must_not_send_unsure(const Workflow& workflow, const CaseRecord& record,
                          const std::vector<std::string>& deliveries) {
  for (const UnsureField& unsure : unsure_fields(workflow, record)) {
    const bool was_asked =
        std::any_of(record.weighed.begin(), record.weighed.end(), [&](const WeighedField& one) {
          return one.document_id == unsure.document_id && one.part == unsure.part && one.field == unsure.id &&
                 is_asked(one.weight);
        });
    for (const std::string& name : deliveries) {
      const DeliverySpec* delivery = workflow.delivery(name);
      if (was_asked || delivery == nullptr) continue;
      if (std::find(delivery->reads.begin(), delivery->reads.end(), unsure.path) == delivery->reads.end())
        continue;
      wrong("field_unsure", "'" + unsure.id + "' is not sure, and '" + name + "' would tell it", record,
            "correct '" + unsure.id + "' first");
    }
  }
}

std::string_view verb(Runner::Verdict::Kind kind) {
  using Kind = Runner::Verdict::Kind;
  switch (kind) {
    case Kind::correct:
      return "corrected";
    case Kind::approve:
      return "approved";
    case Kind::refuse:
      return "refused";
    case Kind::return_to_sender:
      return "returned";
    case Kind::retry:
      return "tried again";
    case Kind::join:
      return "joined";
    default:
      return "changed";
  }
}

}  // namespace

void Runner::decide_by_person(const std::string& case_id, const Verdict& verdict, const std::string& by) {
  for (int attempt = 0; attempt < kTries; ++attempt) {
    auto record = store_.load(case_id);
    if (!record) throw Error(Fault::usage, "unknown_case", "there is no such case", "case " + case_id);
    CaseChange change{std::move(*record), {}, false, {}};
    std::vector<CaseChange> others;
    apply(change, verdict, by, others);
    apply_priority(change.record);
    others.push_back(std::move(change));
    if (store_.commit(others)) return;
  }
  throw Error(Fault::machine, "case_busy", "the case changed all the time", "case " + case_id, "try again");
}

void Runner::apply(CaseChange& change, const Verdict& verdict, const std::string& by,
                   std::vector<CaseChange>& others) {
  using Kind = Verdict::Kind;
  CaseRecord& record = change.record;
  if (verdict.kind >= Kind::hold) {
    lay_hand(change, verdict, by, others);
    return;
  }
  must_be_free(record);
  const bool waits = record.state == State::awaiting_review;
  const bool deferred = record.state == State::checking && !record.waiting_for.empty();
  const bool unreadable = record.state == State::quarantined;
  const bool fits = waits || (deferred && verdict.kind != Kind::approve && verdict.kind != Kind::retry) ||
                    (unreadable && verdict.kind != Kind::correct && verdict.kind != Kind::approve);
  if (!fits) {
    wrong("case_not_waiting",
          "case " + record.number + " is " + std::string(to_string(record.state)) + ": it cannot be " +
              std::string(verb(verdict.kind)),
          record, "`mailroom cases show " + record.number + "` tells what it waits for");
  }
  switch (verdict.kind) {
    case Kind::correct:
      correct(change, verdict, by);
      break;
    case Kind::approve:
      approve(change, by);
      break;
    case Kind::refuse:
      end(change, verdict, by, true);
      break;
    case Kind::return_to_sender:
      end(change, verdict, by, false);
      break;
    case Kind::retry:
      retry(change, by);
      break;
    case Kind::join:
      join(change, verdict, by, others);
      break;
    default:
      break;  // a hand's, above
  }
}

void Runner::correct(CaseChange& change, const Verdict& verdict, const std::string& by) {
  CaseRecord& record = change.record;
  const Workflow* workflow = workflow_of(record);
  if (!workflow)
    wrong("case_unsorted", "no workflow has this case yet: there is no field to correct", record,
          "join it to a workflow first");
  if (verdict.corrections.empty()) wrong("no_corrections", "no field is corrected", record);
  for (Correction correction : verdict.corrections) {
    const auto filing = std::find_if(record.filings.begin(), record.filings.end(), [&](const Filing& one) {
      return one.document_id == correction.document_id && one.part == correction.part;
    });
    const ocr::Form* form = filing == record.filings.end() ? nullptr : workflow->form(filing->form);
    if (!form) wrong("unknown_document", "this case has no such document to correct", record);
    const ocr::Field* field = form->find(correction.field);
    if (!field) {
      const auto near = nearest_name(correction.field, form->names());
      wrong("unknown_field", "form '" + form->id + "' has no field '" + correction.field + "'", record,
            near ? "write '" + *near + "'" : "");
    }
    if (const auto cell = ocr::parse_cell_name(correction.field)) {
      const int rows = row_count(record, *filing, *form->find_table(cell->table));
      if (cell->row > rows)
        wrong(
            "unknown_field",
            "'" + cell->table + "' has " + count_of(rows, "row") + ": there is no '" + correction.field + "'",
            record, "correct '" + cell->table + "' to the number of its rows first");
    }
    if (!typed_value(*field, form->locale, correction.value)) {
      wrong("wrong_value",
            "'" + correction.field + "': expected " + expected_in(*field, form->locale) + ", got '" +
                to_display(correction.value) + "'",
            record);
    }
    correction.by = by;
    correction.at = clock_.now();
    Context details{
        {"document", correction.document_id}, {"part", correction.part}, {"field", correction.field}};
    if (is_sample(record, correction))
      details.put("as_read", is_as_read(*filing, *field, form->locale, correction));
    note(change, "field_corrected", std::move(details), by);
    record.corrections.push_back(std::move(correction));
  }
  record.reasons.clear();
  record.not_before.reset();
  record.waiting_for.clear();
  move_to(record, State::checking);
}

void Runner::approve(CaseChange& change, const std::string& by) {
  CaseRecord& record = change.record;
  for (const Reason& reason : record.reasons) {
    if (reason.code == "field_sampled")
      wrong(
          "sample_unseen",
          "'" + reason.field + "' is a sample: what the machine read is not shown, so it cannot be approved",
          record, "write down what it says: a correction of '" + reason.field + "'");
  }
  List codes;
  for (const Reason& reason : record.reasons) {
    if (reason.code == kApprovalNeeded) {
      consent(change, reason.field, by);
    } else if (!leave_as_sent(record, reason)) {
      record.approvals.push_back(approval_of(reason));
    }
    codes.emplace_back(approval_of(reason));
  }
  note(change, "case_approved", {{"reasons", std::move(codes)}}, by);
  const bool of_deliveries = !record.reasons.empty() && is_about_delivery(record.reasons.front());
  record.reasons.clear();
  record.queue.clear();
  record.due.reset();
  if (record.workflow.empty()) {
    // Read and dealt with by a person: nothing is left for the machine.
    record.route = "by_hand";
    move_to(record, State::closed);
    note(change, "case_closed", {{"route", record.route}}, by);
  } else {
    move_to(record, of_deliveries ? State::delivering : State::checking);
  }
}

// One of several people stands behind what the route would send.
void Runner::consent(CaseChange& change, const std::string& route_id, const std::string& by) {
  CaseRecord& record = change.record;
  if (has_consented(record, by)) {
    wrong("same_person", "you approved this outcome already: a second, different person has to", record,
          "give it back for somebody else: mailroom review release " + record.number);
  }
  const Workflow* workflow = workflow_of(record);
  const Route* route = workflow ? workflow->route(route_id) : nullptr;
  if (!route)
    wrong("unknown_route", "the workflow has no route '" + route_id + "' any more", record,
          "try again: mailroom cases retry " + record.number);
  const Context facts = with_decisions(*workflow, record, record.facts);
  record.consents.push_back(
      {route_id, outcome_digest(*workflow, *route, record, facts, surroundings()), by, clock_.now()});
}

void Runner::end(CaseChange& change, const Verdict& verdict, const std::string& by, bool refused) {
  CaseRecord& record = change.record;
  if (trim(verdict.why).empty()) {
    wrong("why_missing", std::string("say why it is ") + (refused ? "refused" : "returned"), record,
          "the letter and the file tell it: --why \"…\"");
  }
  const Workflow* workflow = workflow_of(record);
  record.reasons = {{refused ? "refused" : "returned", "", 0, "", verdict.why}};
  record.queue.clear();
  record.due.reset();
  record.not_before.reset();
  record.waiting_for.clear();
  record.route = refused ? "refused" : "returned";
  note(change, refused ? "case_refused" : "case_returned", {}, by);
  if (workflow) {
    Context facts = record.facts;
    for (const DecisionResult& decision : record.decisions) facts.put(decision.id, decision.value);
    const Context documents = document_facts(*workflow, record, verdict.why);
    for (const auto& [name, value] : documents.entries()) facts.put(name, value);
    const std::vector<std::string>& deliveries = refused ? workflow->when_refused : workflow->when_returned;
    must_not_send_unsure(*workflow, record, deliveries);
    plan_deliveries(change, *workflow, deliveries, facts);
  }
  const bool to_send = std::any_of(record.deliveries.begin(), record.deliveries.end(),
                                   [](const auto& one) { return one.state == DeliveryState::waiting; });
  move_to(record, to_send ? State::delivering : refused ? State::closed : State::returned);
}

void Runner::retry(CaseChange& change, const std::string& by) {
  CaseRecord& record = change.record;
  if (record.state == State::quarantined) {
    move_to(record, State::reading);
    note(change, "document_retried", {}, by);
    return;
  }
  const bool of_deliveries = !record.reasons.empty() && is_about_delivery(record.reasons.front());
  record.reasons.clear();
  record.queue.clear();
  if (!of_deliveries) {
    move_to(record, State::checking);
    note(change, "case_retried", {}, by);
    return;
  }
  for (DeliveryRecord& delivery : record.deliveries) {
    if (is_settled(record, delivery)) continue;  // delivered, or a person found out what became of it
    delivery.state = DeliveryState::waiting;
    delivery.attempts = 0;
    delivery.next_attempt = clock_.now();
    note(change, "delivery_retried", {{"delivery", delivery.name}}, by);
  }
  move_to(record, State::delivering);
}

// What a document is in a workflow, as a person or its form says it.
std::string Runner::role_for(const Workflow& workflow, const Verdict& verdict, const Filing& filing,
                             const CaseRecord& record) {
  if (!verdict.role.empty()) {
    if (workflow.role(verdict.role)) return verdict.role;
    std::vector<std::string> known;
    for (const DocumentRole& one : workflow.documents) known.push_back(one.name);
    wrong("unknown_role", "workflow '" + workflow.id + "' has no document '" + verdict.role + "'", record,
          "known: " + quoted_list(known, "and"));
  }
  const DocumentRole* role = workflow.role_of_form(filing.form);
  return role ? role->name : "";  // a letter: it lies with the case, no rule reads it
}

// The case that the verdict names, with these documents more.
CaseChange Runner::hand_over(std::vector<Filing> filings, const std::vector<Correction>& corrections,
                             const Verdict& verdict, const CaseRecord& from, const std::string& by) {
  const auto id = store_.find_by_number(verdict.case_number);
  auto target = id ? store_.load(*id) : std::nullopt;
  if (!target) wrong("unknown_case", "there is no case '" + verdict.case_number + "'", from);
  if (target->id == from.id) wrong("same_case", "the case cannot join itself", from);
  const Workflow* workflow = workflow_of(*target);
  if (!workflow || is_ended(target->state) || target->state == State::reading) {
    wrong("case_not_open", "case " + target->number + " takes no more documents", from,
          "open it again: mailroom cases reopen " + target->number);
  }
  CaseChange joined{std::move(*target), {}, false, {}};
  for (Filing& filing : filings) {
    filing.role = role_for(*workflow, verdict, filing, from);
    note(joined, "document_filed",
         {{"document", filing.document_id}, {"part", filing.part}, {"role", filing.role}}, by);
    if (joined.record.state == State::delivering) filing.doubts.push_back("came_late");
    joined.record.received = std::min(joined.record.received, filing.received);
    joined.record.filings.push_back(std::move(filing));
  }
  for (const Correction& one : corrections) joined.record.corrections.push_back(one);
  if (joined.record.state != State::delivering) {
    move_to(joined.record, State::checking);
    joined.record.not_before.reset();
    joined.record.waiting_for.clear();
    joined.record.reasons.clear();
  }
  return joined;
}

void Runner::join(CaseChange& change, const Verdict& verdict, const std::string& by,
                  std::vector<CaseChange>& others) {
  CaseRecord& record = change.record;
  if (verdict.case_number.empty()) {
    sort_into(change, verdict, by);
    return;
  }
  must_have_no_effects(record);
  others.push_back(hand_over(std::move(record.filings), record.corrections, verdict, record, by));
  record.filings.clear();
  record.corrections.clear();
  record.reasons.clear();
  record.route = "joined";
  if (record.state == State::checking || record.state == State::awaiting_review ||
      record.state == State::quarantined) {
    move_to(record, State::closed);
  }
  note(change, "case_joined", {{"to", verdict.case_number}}, by);
}

// Another workflow has the case from now on.
void Runner::sort_into(CaseChange& change, const Verdict& verdict, const std::string& by) {
  CaseRecord& record = change.record;
  const Workflow* workflow = workflows_.find(verdict.workflow);
  if (!workflow) {
    std::vector<std::string> known;
    for (const auto& one : workflows_.all()) known.push_back(one->id);
    wrong("unknown_workflow", "there is no workflow '" + verdict.workflow + "'", record,
          "known: " + quoted_list(known, "and"));
  }
  if (record.state == State::quarantined)
    wrong("unreadable", "what cannot be read cannot go to a workflow", record);
  record.workflow = workflow->id;
  record.version = workflow->version;
  for (Filing& filing : record.filings) filing.role = role_for(*workflow, verdict, filing, record);
  record.join_keys.clear();
  record.reasons.clear();
  record.queue.clear();
  move_to(record, State::checking);
  note(change, "case_sorted", {{"workflow", workflow->id}}, by);
}

}  // namespace mailroom::workflows
