#include "workflows/runner.h"

#include <algorithm>

#include "base/text.h"
#include "workflows/case_facts.h"
#include "workflows/dmn/model.h"
#include "workflows/transitions.h"

namespace mailroom::workflows {

namespace {

// A value as a date: whose rules decide.
std::optional<Date> date_in(const Value& value) {
  if (value.is(Value::Kind::date)) return value.date();
  if (value.is(Value::Kind::date_time)) return value.date_time().date;
  return std::nullopt;
}

std::vector<std::string> texts_of(const std::vector<feel::Notice>& notices) {
  std::vector<std::string> texts;
  for (const feel::Notice& notice : notices) texts.push_back(notice.message);
  return texts;
}

std::string name_of(const DecisionRule& rule) {
  return rule.title.empty() ? rule.id : rule.title;
}

Reason not_in_force(const DecisionRule& rule, const Date& effective) {
  return {"rules_not_in_force", "", 0, rule.id,
          name_of(rule) + ": no rule is in force on " + to_string(effective)};
}

Reason conflict(const DecisionRule& rule, const std::vector<FiredRule>& fired) {
  std::vector<std::string> numbers;
  for (const FiredRule& one : fired) numbers.push_back(std::to_string(one.number));
  return {"decision_conflict", "", 0, rule.id,
          name_of(rule) + ": rules " + join(numbers, " and ") + " both fit"};
}

// By the model in force on that date, which says nothing of conflicts but in its traces.
void decide_by_model(const DecisionRule& rule, const Context& facts, const Date& effective,
                     const feel::Environment& environment, DecisionResult& result,
                     std::vector<Reason>& reasons) {
  const auto& versions = rule.model->versions;
  const auto version = std::find_if(versions.begin(), versions.end(), [&](const auto& one) {
    return (!one.valid_from || *one.valid_from <= effective) && (!one.valid_to || effective <= *one.valid_to);
  });
  if (version == versions.end()) return void(reasons.push_back(not_in_force(rule, effective)));
  Context inputs;
  for (const auto& [name, formula] : rule.model->inputs)
    inputs.put(name, formula.expression.evaluate(facts, environment).value);
  auto answer = version->model->decide(rule.model->name, inputs, true);
  if (!answer) answer = version->model->serve(rule.model->name, inputs, {}, true);
  result.value = std::move(answer->value);
  result.notices = texts_of(answer->notices);
  List tables;
  for (const dmn::Trace& trace : answer->traces) {
    tables.push_back(to_value(trace));
    std::vector<FiredRule> fired;
    for (const dmn::RuleTrace* one : fired_rules(trace))
      fired.push_back({static_cast<int>(one->number), one->reference, one->reason});
    if (trace.hit_policy == dmn::HitPolicy::unique && fired.size() > 1)
      reasons.push_back(conflict(rule, fired));
    result.fired.insert(result.fired.end(), fired.begin(), fired.end());
  }
  result.trace = Context{{"model", version->file}, {"tables", std::move(tables)}};
  if (result.value.is_null() && !result.notices.empty() && reasons.empty())
    reasons.push_back({"decision_empty", "", 0, rule.id, name_of(rule) + ": the rules come to nothing"});
}

DecisionResult result_of(const DecisionRule& rule, const Context& facts, const Date& effective,
                         const feel::Environment& environment, std::vector<Reason>& reasons) {
  DecisionResult result;
  result.id = rule.id;
  if (rule.value) {
    feel::Result value = rule.value->expression.evaluate(facts, environment);
    result.value = std::move(value.value);
    result.notices = texts_of(value.notices);
    result.trace = Context{{"expression", rule.value->expression.text()}};
    return result;
  }
  if (rule.model) {
    decide_by_model(rule, facts, effective, environment, result, reasons);
    return result;
  }
  dmn::Trace trace;
  const dmn::Decision decision = rule.table->decide(facts, effective, &trace, environment);
  result.value = decision.value;
  result.notices = texts_of(decision.notices);
  result.trace = to_value(trace);
  for (const size_t number : decision.fired) {
    const dmn::TableRule& fired = rule.table->source().rules.at(number - 1);
    result.fired.push_back({static_cast<int>(number), fired.reference, fired.reason});
  }
  using Outcome = dmn::Decision::Outcome;
  if (decision.outcome == Outcome::conflict) {
    reasons.push_back(conflict(rule, result.fired));
  } else if (decision.outcome == Outcome::not_in_force) {
    reasons.push_back(not_in_force(rule, effective));
  } else if (decision.outcome == Outcome::invalid_input) {
    reasons.push_back(
        {"decision_input", "", 0, rule.id, name_of(rule) + ": a value is not one that the rules allow"});
  }
  return result;
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

Runner::Runner(CaseStore& store, const Clock& clock, const Workflows& workflows, Connectors connectors)
    : store_(store), clock_(clock), workflows_(workflows), connectors_(std::move(connectors)) {
  for (const auto& workflow : workflows_.all()) {
    for (const DeliverySpec& one : workflow->deliveries)
      traffic_[workflow->id + "/" + one.name] = std::make_unique<connectors::Traffic>(one.limit, clock_);
  }
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
    if (workflow->review_due) record.due = add(date_of(clock_.now()), *workflow->review_due);
  } else {
    record.queue = "unsorted";
  }
  if (record.state != State::awaiting_review) move_to(record, State::awaiting_review);
  note(change, "review_requested", {{"reasons", std::move(codes)}, {"queue", record.queue}});
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
  feel::Environment environment;
  environment.reads = reads;
  record.reasons.clear();
  record.queue.clear();
  record.due.reset();
  record.checks.clear();
  record.decisions.clear();
  record.route.clear();
  record.effective = date_of(record.received);
  Context facts = document_facts(workflow, record);
  if (workflow.effective) {
    if (const auto date = date_in(workflow.effective->expression.evaluate(facts).value)) {
      record.effective = *date;
      facts = document_facts(workflow, record);
    }
  }
  if (workflow.subject) {
    const Value subject = workflow.subject->expression.evaluate(facts).value;
    if (!subject.is_null()) record.subject = to_display(subject);
  }
  record.facts = facts;
  if (!settle_doubts(change, workflow)) return true;
  if (!await_documents(change, workflow)) return true;
  for (const Fact& fact : workflow.facts) {
    record.facts.put(fact.name, fact.formula.expression.evaluate(record.facts, environment).value);
  }
  if (!run_checks(change, workflow, environment)) return true;
  move_to(record, State::deciding);
  decide(change, workflow, environment);
  return true;
}

// False: a document is awaited first.
bool Runner::await_documents(CaseChange& change, const Workflow& workflow) {
  CaseRecord& record = change.record;
  const std::string awaited = awaited_document(workflow, record, record.facts);
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
      result.message = to_display(check.message.render(record.facts));
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
    record.reasons = std::move(reasons);
    record.route = "returned";
    note(change, "case_returned", {{"by", "check"}});
    plan_deliveries(change, workflow, workflow.when_returned, document_facts(workflow, record, sent_back));
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
    DecisionResult result = result_of(rule, facts, record.effective, environment, reasons);
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
