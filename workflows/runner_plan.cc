// Deliveries as a decision wants them, beside those that were sent before under the same keys: what took
// effect stays, is amended where its connector can do that, or is for a person.
#include <algorithm>

#include "base/ids.h"
#include "workflows/answers.h"
#include "workflows/case_facts.h"
#include "workflows/effects.h"
#include "workflows/runner.h"

namespace mailroom::workflows {

namespace {

bool took_effect(const DeliveryRecord& delivery) {
  return delivery.state == DeliveryState::delivered || delivery.state == DeliveryState::unknown ||
         delivery.amendment > 0;
}

Context rendered(const DeliverySpec& spec, const Context& facts, const CaseRecord& record,
                 const feel::Environment& environment) {
  const Value content =
      spec.content.render(spec.reads_answers ? with_answers(facts, record) : facts, environment);
  return content.is(Value::Kind::context) ? content.context() : Context();
}

bool is_same(const Context& a, const Context& b) {
  return content_digest(a) == content_digest(b);
}

constexpr char kNothing[] = "nothing";  // what is wanted now of a delivery that no route names any more

}  // namespace

// Of the case's own version, if that is not the newest.
connectors::Connector* Runner::connector_of(const CaseRecord& record, const std::string& delivery) const {
  auto found = connectors_.find(record.workflow + "@" + std::to_string(record.version) + "/" + delivery);
  if (found == connectors_.end()) found = connectors_.find(record.workflow + "/" + delivery);
  return found == connectors_.end() ? nullptr : found->second.get();
}

// Why a person has to settle what took effect: it is not what would be sent now, and cannot be amended. Null
// `spec`: it is not wanted any more.
std::optional<Reason> Runner::standing_effect(const CaseRecord& record, DeliveryRecord& delivery,
                                              const DeliverySpec* spec, const Context& facts) const {
  if (!took_effect(delivery)) return std::nullopt;
  const Context content = spec ? rendered(*spec, facts, record, surroundings()) : Context();
  if (spec && is_same(content, delivery.content)) return std::nullopt;
  const auto* connector = connector_of(record, delivery.name);
  if (spec && delivery.state != DeliveryState::unknown && connector && connector->amends())
    return std::nullopt;
  delivery.proposed = spec ? content_digest(content) : kNothing;
  if (delivery.declined == delivery.proposed) return std::nullopt;
  return Reason{kAmendmentNeeded, "", 0, delivery.name,
                delivery.name + " took effect already and cannot be amended: " +
                    (spec ? difference_of(delivery.content, content) : "it is not wanted any more")};
}

std::vector<Reason> Runner::standing_effects(CaseRecord& record, const Workflow& workflow,
                                             const std::vector<std::string>& names,
                                             const Context& facts) const {
  std::vector<Reason> reasons;
  for (DeliveryRecord& delivery : record.deliveries) {
    const bool wanted = std::find(names.begin(), names.end(), delivery.name) != names.end();
    auto reason =
        standing_effect(record, delivery, wanted ? workflow.delivery(delivery.name) : nullptr, facts);
    if (reason) reasons.push_back(std::move(*reason));
  }
  return reasons;
}

// The same where a delivery that was amended was answered otherwise than before.
std::vector<Reason> Runner::standing_answers(CaseRecord& record, const Workflow& workflow) const {
  std::vector<Reason> reasons;
  for (DeliveryRecord& delivery : record.deliveries) {
    const DeliverySpec* spec = workflow.delivery(delivery.name);
    if (!spec || !spec->reads_answers) continue;
    auto reason = standing_effect(record, delivery, spec, planned_facts(workflow, record));
    if (reason && !is_approved(record, *reason)) reasons.push_back(std::move(*reason));
  }
  return reasons;
}

// What was answered goes into what comes after it.
void Runner::pass_on_answers(CaseChange& change, const Workflow& workflow) {
  CaseRecord& record = change.record;
  for (DeliveryRecord& delivery : record.deliveries) {
    const DeliverySpec* spec = workflow.delivery(delivery.name);
    if (!spec || !spec->reads_answers) continue;
    Context content = rendered(*spec, planned_facts(workflow, record), record, surroundings());
    if (delivery.state == DeliveryState::waiting && delivery.attempts == 0) {
      delivery.content = std::move(content);
    } else {
      amend(change, delivery, std::move(content));
    }
  }
}

void Runner::plan_deliveries(CaseChange& change, const Workflow& workflow,
                             const std::vector<std::string>& names, const Context& facts) {
  CaseRecord& record = change.record;
  auto& deliveries = record.deliveries;
  // What was decided before and never sent is not wanted any more; what took effect stays.
  std::erase_if(deliveries, [](const DeliveryRecord& one) { return !took_effect(one); });
  for (const std::string& name : names) {
    const DeliverySpec* spec = workflow.delivery(name);
    if (!spec) continue;
    if (spec->reads_answers) record.facts.put("case", facts.at("case"));  // for planned_facts()
    Context content = rendered(*spec, facts, record, surroundings());
    const auto sent = std::find_if(deliveries.begin(), deliveries.end(),
                                   [&](const DeliveryRecord& one) { return one.name == name; });
    if (sent != deliveries.end()) {
      amend(change, *sent, std::move(content));
      continue;
    }
    DeliveryRecord delivery;
    delivery.id = new_uuid(clock_);
    delivery.name = name;
    delivery.key = record.id + "/" + name;
    delivery.content = std::move(content);
    if (std::find(names.begin(), names.end(), spec->after) != names.end()) delivery.after = spec->after;
    delivery.next_attempt = clock_.now();
    note(change, "delivery_planned", {{"delivery", name}});
    deliveries.push_back(std::move(delivery));
  }
}

// The same key, something else under it.
void Runner::amend(CaseChange& change, DeliveryRecord& delivery, Context content) {
  const auto* connector = connector_of(change.record, delivery.name);
  if (is_same(content, delivery.content) || delivery.state == DeliveryState::unknown || !connector ||
      !connector->amends() || delivery.declined == content_digest(content)) {
    return;
  }
  // An amendment that has not gone out yet gives way to this one.
  if (delivery.state == DeliveryState::delivered) ++delivery.amendment;
  delivery.content = std::move(content);
  delivery.state = DeliveryState::waiting;
  delivery.attempts = 0;
  delivery.next_attempt = clock_.now();
  delivery.why.clear();
  note(change, "delivery_amended", {{"delivery", delivery.name}, {"amendment", delivery.amendment}});
}

}  // namespace mailroom::workflows
