// Deliveries as a decision wants them, beside those that were sent before under the same keys: what took
// effect stays, is amended where its connector can do that, or is for a person.
#include <algorithm>

#include "base/ids.h"
#include "workflows/effects.h"
#include "workflows/runner.h"

namespace mailroom::workflows {

namespace {

bool took_effect(const DeliveryRecord& delivery) {
  return delivery.state == DeliveryState::delivered || delivery.state == DeliveryState::unknown ||
         delivery.amendment > 0;
}

Context rendered(const DeliverySpec& spec, const Context& facts) {
  const Value content = spec.content.render(facts);
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

// Effects that are not what would be sent now and that only a person can settle.
std::vector<Reason> Runner::standing_effects(CaseRecord& record, const Workflow& workflow,
                                             const std::vector<std::string>& names,
                                             const Context& facts) const {
  std::vector<Reason> reasons;
  for (DeliveryRecord& delivery : record.deliveries) {
    if (!took_effect(delivery)) continue;
    const DeliverySpec* spec = workflow.delivery(delivery.name);
    const bool wanted = spec && std::find(names.begin(), names.end(), delivery.name) != names.end();
    const Context content = wanted ? rendered(*spec, facts) : Context();
    if (wanted && is_same(content, delivery.content)) continue;
    const auto* connector = connector_of(record, delivery.name);
    if (wanted && delivery.state != DeliveryState::unknown && connector && connector->amends()) continue;
    delivery.proposed = wanted ? content_digest(content) : kNothing;
    if (delivery.declined == delivery.proposed) continue;
    reasons.push_back(
        {kAmendmentNeeded, "", 0, delivery.name,
         delivery.name + " took effect already and cannot be amended: " +
             (wanted ? difference_of(delivery.content, content) : "it is not wanted any more")});
  }
  return reasons;
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
    Context content = rendered(*spec, facts);
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
