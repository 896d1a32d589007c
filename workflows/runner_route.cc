// Where a decided case goes: to people who have to agree, to somebody who looks at it, back, or out.
#include <algorithm>

#include "base/text.h"
#include "workflows/case_facts.h"
#include "workflows/consent.h"
#include "workflows/effects.h"
#include "workflows/runner.h"
#include "workflows/transitions.h"

namespace mailroom::workflows {

void Runner::ask_at(CaseChange& change, const Workflow& workflow, const ReviewStep& step, Reason reason) {
  CaseRecord& record = change.record;
  ask(change, &workflow, {std::move(reason)});
  record.queue = step.queue;
  record.urgent |= step.urgent;
  if (step.due) set_due(record, workflow, *step.due);
}

// False: people have to stand behind the outcome first.
bool Runner::is_agreed(CaseChange& change, const Workflow& workflow, const Route& route,
                       const Context& facts) {
  if (!route.approve) return true;
  CaseRecord& record = change.record;
  const size_t before = record.consents.size();
  drop_lapsed_consents(record, route.id, outcome_digest(workflow, route, record, facts, surroundings()));
  if (record.consents.size() < before) note(change, "approvals_lapsed", {{"route", route.id}});
  const int wanted = route.approve->people;
  if (static_cast<int>(record.consents.size()) >= wanted) return true;
  std::vector<std::string> names;
  for (const Consent& one : record.consents) names.push_back(one.by);
  const Value why = route.approve->why.render(facts, surroundings());
  ask_at(change, workflow, *route.approve,
         {kApprovalNeeded, "", 0, route.id,
          "to be approved by " + std::to_string(wanted) + " different people, " +
              (names.empty() ? "nobody has yet"
                             : mailroom::join(names, " and ") + (names.size() == 1 ? " has" : " have")) +
              (why.is_null() ? "" : ": " + to_display(why))});
  return false;
}

// The paper goes back, with a letter if the workflow has one.
void Runner::send_back(CaseChange& change, const Workflow& workflow, const Route& route,
                       const Context& facts) {
  CaseRecord& record = change.record;
  const std::string why = to_display(route.return_because->render(facts, surroundings()));
  Context with_why = with_decisions(workflow, record, document_facts(workflow, record, why));
  for (const auto& [name, value] : facts.entries()) {
    if (name != "case") with_why.put(name, value);
  }
  const auto& deliveries = route.deliver.empty() ? workflow.when_returned : route.deliver;
  if (auto standing = standing_effects(record, workflow, deliveries, with_why); !standing.empty()) {
    ask(change, &workflow, std::move(standing));
    return;
  }
  record.reasons = {{"returned", "", 0, "", why}};
  note(change, "case_returned", {{"by", "route"}});
  plan_deliveries(change, workflow, deliveries, with_why);
  move_to(record, record.deliveries.empty() ? State::returned : State::delivering);
  if (record.state == State::delivering) record.route = "returned";
}

void Runner::send_out(CaseChange& change, const Workflow& workflow, const Route& route,
                      const Context& facts) {
  CaseRecord& record = change.record;
  if (auto reasons = standing_effects(record, workflow, route.deliver, facts); !reasons.empty()) {
    ask(change, &workflow, std::move(reasons));
    return;
  }
  plan_deliveries(change, workflow, route.deliver, facts);
  const bool all_done = std::all_of(record.deliveries.begin(), record.deliveries.end(),
                                    [](const auto& one) { return one.state == DeliveryState::delivered; });
  move_to(record, all_done ? State::closed : State::delivering);
  if (all_done) note(change, "case_closed", {{"route", record.route}});
}

void Runner::take_route(CaseChange& change, const Workflow& workflow, const feel::Environment& environment) {
  CaseRecord& record = change.record;
  const Context facts = with_decisions(workflow, record, record.facts);
  bool skipped = false;
  for (const Route& route : workflow.routes) {
    if (route.condition && !route.condition->expression.evaluate(facts, environment).value.is_true())
      continue;
    Reason reason{"route", "", 0, route.id, ""};
    const bool approved = route.review && is_approved(record, reason);
    if (approved && route.deliver.empty() && !route.return_because) {
      skipped = true;
      record.route = route.id;
      continue;
    }
    record.route = route.id;
    note(change, "route_taken", {{"route", route.id}});
    if (route.review && !approved) {
      const Value why = route.review->why.render(facts, surroundings());
      reason.text = why.is_null() ? "route " + route.id : to_display(why);
      ask_at(change, workflow, *route.review, std::move(reason));
    } else if (!is_agreed(change, workflow, route, facts)) {
      return;
    } else if (route.return_because) {
      send_back(change, workflow, route, facts);
    } else {
      send_out(change, workflow, route, facts);
    }
    return;
  }
  Reason reason{"no_route", "", 0, "", "no route of the workflow fits"};
  if (!skipped && !is_approved(record, reason)) {
    ask(change, &workflow, {std::move(reason)});
    return;
  }
  if (auto standing = standing_effects(record, workflow, {}, facts); !standing.empty()) {
    ask(change, &workflow, std::move(standing));
    return;
  }
  // A person approved, and there is nothing to send.
  move_to(record, State::closed);
  note(change, "case_closed", {{"route", record.route}});
}

}  // namespace mailroom::workflows
