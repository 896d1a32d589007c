#include "workflows/consent.h"

#include <algorithm>

#include "base/digest.h"
#include "base/json.h"
#include "workflows/stored_value.h"

namespace mailroom::workflows {

std::string outcome_digest(const Workflow& workflow, const Route& route, const CaseRecord& record,
                           const Context& facts, const feel::Environment& environment) {
  List sent;
  for (const std::string& name : route.deliver) {
    const DeliverySpec* spec = workflow.delivery(name);
    if (spec) sent.push_back(List{name, to_stored(spec->content.render(facts, environment))});
  }
  const Value returned =
      route.return_because ? to_stored(route.return_because->render(facts, environment)) : Value();
  return sha256(to_json(List{record.id, route.id, returned, std::move(sent)}));
}

void drop_lapsed_consents(CaseRecord& record, const std::string& route, const std::string& digest) {
  std::erase_if(record.consents,
                [&](const Consent& one) { return one.route != route || one.digest != digest; });
}

bool has_consented(const CaseRecord& record, const std::string& person) {
  return std::any_of(record.consents.begin(), record.consents.end(),
                     [&](const Consent& one) { return one.by == person; });
}

}  // namespace mailroom::workflows
