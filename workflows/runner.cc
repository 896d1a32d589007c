#include "workflows/runner.h"

#include <algorithm>

#include "base/local_time.h"
#include "base/text.h"
#include "workflows/case_facts.h"
#include "workflows/decide.h"
#include "workflows/transitions.h"

namespace mailroom::workflows {

namespace {

// A value as a date: whose rules decide.
std::optional<Date> date_in(const Value& value) {
  if (value.is(Value::Kind::date)) return value.date();
  if (value.is(Value::Kind::date_time)) return value.date_time().date;
  return std::nullopt;
}

// When the case shall be through; none if its workflow does not say.
std::optional<Date> last_day(const Workflow& workflow, const CaseRecord& record) {
  if (!workflow.due) return std::nullopt;
  return add(local_date(record.received), *workflow.due);
}

// By which rules it was decided: numbers and names, for whoever has to account for it; the values are not for
// the audit.
Context decision_details(const Workflow& workflow, const CaseRecord& record, const DecisionRule& rule,
                         const DecisionResult& result) {
  List fired, references;
  const auto refer = [&](const std::string& reference) {
    const bool is_new = std::none_of(references.begin(), references.end(),
                                     [&](const Value& one) { return one.text_or("") == reference; });
    if (!reference.empty() && is_new) references.emplace_back(reference);
  };
  refer(rule.reference);
  for (const FiredRule& one : result.fired) {
    fired.emplace_back(one.number);
    refer(one.reference);
  }
  return {
      {"decision", rule.id},     {"fired", std::move(fired)},   {"references", std::move(references)},
      {"workflow", workflow.id}, {"version", workflow.version}, {"effective", to_string(record.effective)}};
}

void drop_approved(const CaseRecord& record, std::vector<Reason>& reasons) {
  reasons.erase(std::remove_if(reasons.begin(), reasons.end(),
                               [&](const Reason& reason) { return is_approved(record, reason); }),
                reasons.end());
}

}  // namespace

Runner::Runner(CaseStore& store, const Clock& clock, const Workflows& workflows, Connectors connectors,
               Lookups lookups, std::shared_ptr<connectors::AllTraffic> traffic)
    : store_(store),
      clock_(clock),
      workflows_(workflows),
      connectors_(std::move(connectors)),
      lookups_(std::move(lookups)),
      all_traffic_(std::move(traffic)) {
  if (!all_traffic_) return;
  for (const auto& [name, limit] : workflows_.limits()) traffic_[name] = &all_traffic_->to(name, limit);
}

// What `now()` and `today()` say in expressions is what the clock says.
feel::Environment Runner::surroundings() const {
  feel::Environment environment;
  environment.clock = &clock_;
  environment.zone.offset_seconds = offset_of_local_time(clock_.now());
  return environment;
}

const Workflow* Runner::workflow_of(const CaseRecord& record) const {
  if (record.workflow.empty()) return nullptr;
  const Workflow* own = workflows_.find(record.workflow, record.version);
  return own ? own : workflows_.find(record.workflow);
}

void Runner::note(CaseChange& change, std::string event, Context details, std::string by) const {
  change.audit.push_back({std::move(event), std::move(by), clock_.now(), std::move(details)});
}

void Runner::ask(CaseChange& change, const Workflow* workflow, std::vector<Reason> reasons) {
  CaseRecord& record = change.record;
  List codes;
  for (const Reason& reason : reasons) codes.emplace_back(approval_of(reason));
  record.reasons = std::move(reasons);
  record.not_before.reset();
  record.waiting_for.clear();
  if (workflow) {
    record.queue = workflow->review_queue;
    if (workflow->review_due) set_due(record, *workflow, *workflow->review_due);
  } else {
    record.queue = "unsorted";
  }
  if (record.state != State::awaiting_review) move_to(record, State::awaiting_review);
  note(change, "review_requested", {{"reasons", std::move(codes)}, {"queue", record.queue}});
}

// By so long from today, but no later than the case as a whole.
void Runner::set_due(CaseRecord& record, const Workflow& workflow, const Period& period) const {
  record.due = add(local_date(clock_.now()), period);
  if (const auto last = last_day(workflow, record)) record.due = std::min(*record.due, *last);
}

// By what is known so far, sure or not: a case that may be urgent does not wait until that is clear. What was
// urgent once stays so until a person says otherwise.
void Runner::judge_urgency(CaseChange& change, const Workflow& workflow,
                           const feel::Environment& environment) {
  CaseRecord& record = change.record;
  if (!workflow.urgent || record.urgent) return;
  const Context facts = with_facts(workflow, record.facts, environment);
  if (!workflow.urgent->expression.evaluate(facts, environment).value.is_true()) return;
  record.urgent = true;
  note(change, "urgency_found", {{"by", "workflow"}});
}

bool Runner::advance(const std::string& case_id) {
  auto record = store_.load(case_id);
  if (!record || is_held(*record) || record->state != State::checking) return false;
  if (record->not_before && clock_.now() < *record->not_before && !record->waiting_for.empty()) return false;
  CaseChange change{std::move(*record), {}, false, {}};
  const Workflow* workflow = workflow_of(change.record);
  if (!workflow) {
    ask(change, nullptr,
        {{"workflow_missing", "", 0, "", "workflow '" + change.record.workflow + "' is not there any more"}});
    return store_.commit(change);
  }
  bool committed = false;
  if (join_open_case(change, *workflow, committed)) return committed;
  CaseRecord before = change.record;
  if (!advance_once(change, *workflow)) return false;
  before.subject = change.record.subject;  // known only now, in a new case
  if (hold_if_subject_is_held(before)) return true;
  apply_priority(change.record);
  return store_.commit(change);
}

bool Runner::advance_once(CaseChange& change, const Workflow& workflow, feel::Reads* reads) {
  CaseRecord& record = change.record;
  feel::Environment environment = surroundings();
  environment.reads = reads;
  record.reasons.clear();
  record.queue.clear();
  record.due = last_day(workflow, record);
  record.checks.clear();
  record.decisions.clear();
  record.route.clear();
  record.effective = local_date(record.received);
  Context facts = document_facts(workflow, record);
  if (workflow.effective) {
    if (const auto date = date_in(workflow.effective->expression.evaluate(facts, surroundings()).value)) {
      record.effective = *date;
      facts = document_facts(workflow, record);
    }
  }
  if (workflow.subject) {
    const Value subject = workflow.subject->expression.evaluate(facts, surroundings()).value;
    if (!subject.is_null()) record.subject = to_display(subject);
  }
  record.facts = facts;
  // A trial does not ask: what hangs on an answer that is not there yet goes on later.
  const bool is_known = look_up(change, workflow, reads == nullptr);
  judge_urgency(change, workflow, environment);
  if (!is_known) return true;
  if (!settle_doubts(change, workflow)) return true;
  if (!await_documents(change, workflow)) return true;
  decide_on_facts(change, workflow, environment);
  return true;
}

// From the documents' values on: facts, checks, decisions, route.
void Runner::decide_on_facts(CaseChange& change, const Workflow& workflow,
                             const feel::Environment& environment) {
  CaseRecord& record = change.record;
  record.facts = with_facts(workflow, std::move(record.facts), environment);
  if (!run_checks(change, workflow, environment)) return;
  move_to(record, State::deciding);
  decide(change, workflow, environment);
}

CaseRecord Runner::try_facts(CaseRecord record, const Workflow& workflow) {
  record.workflow = workflow.id;
  record.version = workflow.version;
  if (workflow.effective) {
    if (const auto date =
            date_in(workflow.effective->expression.evaluate(record.facts, surroundings()).value))
      record.effective = *date;
  }
  put_case(record.facts, workflow, record);
  CaseChange tried{std::move(record), {}, true, {}};
  decide_on_facts(tried, workflow, surroundings());
  return std::move(tried.record);
}

// False: a document is awaited first.
bool Runner::await_documents(CaseChange& change, const Workflow& workflow) {
  CaseRecord& record = change.record;
  const std::string awaited = awaited_document(workflow, record, record.facts, surroundings());
  if (awaited.empty()) {
    record.waiting_for.clear();
    record.not_before.reset();
    return true;
  }
  Reason missing{"document_missing", "", 0, "", awaited + " did not come in time"};
  if (is_approved(record, missing)) return true;
  const Instant until = workflow.open_for ? add(record.received, *workflow.open_for) : record.received;
  if (until <= clock_.now()) {
    ask(change, &workflow, {std::move(missing)});
    return false;
  }
  record.waiting_for = awaited;
  record.not_before = until;
  move_to(record, State::checking);
  note(change, "document_awaited", {{"what", awaited}, {"until", to_rfc3339(until)}});
  return false;
}

// False: the case goes to a person or back.
bool Runner::run_checks(CaseChange& change, const Workflow& workflow, const feel::Environment& environment) {
  CaseRecord& record = change.record;
  std::vector<Reason> reasons;
  std::string sent_back;
  for (const Check& check : workflow.checks) {
    CheckResult result{check.id, false, std::string(to_string(check.otherwise)), ""};
    // Only true passes: what cannot be said does not.
    result.passed = check.require->expression.evaluate(record.facts, environment).value.is_true();
    if (!result.passed) {
      result.message = to_display(check.message.render(record.facts, environment));
      Reason reason{"check_failed", "", 0, check.id, result.message};
      if (check.otherwise == Otherwise::review && !is_approved(record, reason))
        reasons.push_back(std::move(reason));
      if (check.otherwise == Otherwise::return_to_sender && !is_approved(record, reason) &&
          sent_back.empty()) {
        sent_back = result.message;
        reasons.insert(reasons.begin(), std::move(reason));
      }
      note(change, "check_failed", {{"check", check.id}, {"otherwise", result.otherwise}});
    }
    record.checks.push_back(std::move(result));
  }
  if (!sent_back.empty()) {
    const Context facts = document_facts(workflow, record, sent_back);
    if (auto standing = standing_effects(record, workflow, workflow.when_returned, facts);
        !standing.empty()) {
      ask(change, &workflow, std::move(standing));
      return false;
    }
    record.reasons = std::move(reasons);
    record.route = "returned";
    note(change, "case_returned", {{"by", "check"}});
    plan_deliveries(change, workflow, workflow.when_returned, facts);
    move_to(record, record.deliveries.empty() ? State::returned : State::delivering);
    return false;
  }
  if (reasons.empty()) return true;
  ask(change, &workflow, std::move(reasons));
  return false;
}

void Runner::decide(CaseChange& change, const Workflow& workflow, const feel::Environment& environment) {
  CaseRecord& record = change.record;
  std::vector<Reason> reasons;
  Context facts = record.facts;
  for (const DecisionRule& rule : workflow.decisions) {
    DecisionResult result = decide_by(rule, facts, record.effective, environment, reasons);
    facts.put(rule.id, result.value);
    note(change, "decision_made", decision_details(workflow, record, rule, result));
    record.decisions.push_back(std::move(result));
  }
  drop_approved(record, reasons);
  if (!reasons.empty()) {
    ask(change, &workflow, std::move(reasons));
    return;
  }
  take_route(change, workflow, environment);
}

}  // namespace mailroom::workflows
