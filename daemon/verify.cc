#include "daemon/verify.h"

#include <set>

#include "base/error.h"
#include "base/local_time.h"
#include "base/text.h"
#include "daemon/audit_seal.h"
#include "daemon/desk_values.h"
#include "daemon/open_store.h"
#include "daemon/standing.h"

namespace mailroom::daemon {

using workflows::CaseRecord;
using workflows::DeliveryRecord;
using workflows::DeliveryState;

namespace {

constexpr int kPage = 500;

void verify_balance(Verification& found) {
  const auto level = [&](const char* name, const Balance& balance) {
    if (balance.holds()) return;
    const int64_t missing =
        balance.arrived - balance.finished - balance.waiting - balance.returned - balance.quarantined;
    found.damages.push_back(
        {Damage::Kind::balance, missing > 0 ? std::to_string(missing) + " " + name + " not accounted for"
                                            : std::to_string(-missing) + " more " + name + " than arrived"});
  };
  level("items", found.counts.items);
  level("documents", found.counts.documents);
  level("pages", found.counts.pages);
}

void verify_objects(Store& store, ObjectStore& objects, Verification& found) {
  std::string last;
  for (;;) {
    const std::vector<ObjectRecord> page = store.objects_after(last, kPage);
    for (const ObjectRecord& record : page) {
      last = record.address;
      try {
        const std::string bytes = objects.get(record.address);
        found.bytes += static_cast<int64_t>(bytes.size());
        ++found.objects;
        if (objects.address_of(bytes) != record.address)
          found.damages.push_back(
              {Damage::Kind::object, "object " + record.id + ": its address is not that of its bytes"});
      } catch (const Error& error) {
        if (error.code() == kPlaceUnreachable) throw;      // not looked at is not damaged
        if (!store.find_object(record.address)) continue;  // erased meanwhile
        found.damages.push_back({Damage::Kind::object, "object " + record.id + ": " + error.message()});
      }
    }
    if (page.size() < static_cast<size_t>(kPage)) return;
  }
}

// A route that was taken, or a person's or a check's word: what lets a delivery leave.
bool is_decision(const std::string& event) {
  return event == "route_taken" || event == "case_returned" || event == "case_refused";
}

// What the record of a case says about its deliveries.
struct DeliveryHistory {
  std::set<std::string> decided, sent;

  explicit DeliveryHistory(const std::vector<AuditLine>& chain) {
    bool is_decided = false;
    for (const AuditLine& line : chain) {
      const auto& [event, by, at, details] = line.record;
      const std::string delivery = details.at("delivery").text_or("");
      if (is_decision(event)) is_decided = true;
      if (event == "delivery_planned" && is_decided) decided.insert(delivery);
      if (event == "delivery_attempted" && details.at("outcome").text_or("") == "delivered")
        sent.insert(delivery);
    }
  }
};

void verify_deliveries(Store& store, const CaseRecord& record, Verification& found) {
  if (record.deliveries.empty()) return;
  const DeliveryHistory history(store.history(record.id));
  for (const DeliveryRecord& delivery : record.deliveries) {
    ++found.deliveries;
    const std::string of = "case " + record.number + ": " + delivery.name;
    if (history.decided.count(delivery.name) == 0) {
      found.damages.push_back({Damage::Kind::delivery, of + " has no decision in the record"});
    } else if (delivery.state == DeliveryState::delivered && history.sent.count(delivery.name) == 0) {
      found.damages.push_back({Damage::Kind::delivery, of + " is sent, and no record says when"});
    }
  }
}

void verify_cases(Store& store, Verification& found) {
  CaseFilter filter;
  filter.limit = kPage;
  for (;;) {
    const std::vector<CaseLine> lines = store.list(filter);
    for (const CaseLine& line : lines) {
      ++found.cases;
      if (line.standing == kErased) {
        ++found.erased;
        continue;
      }
      try {
        if (const auto record = store.load(line.id)) verify_deliveries(store, *record, found);
      } catch (const Error& error) {
        found.damages.push_back(
            {Damage::Kind::record, "case " + line.number + " cannot be opened: " + error.message()});
      }
    }
    if (lines.size() < static_cast<size_t>(kPage)) return;
    filter.after = lines.back().number;
  }
}

}  // namespace

Verification verify(Store& store, ObjectStore& objects, Instant now) {
  Verification found;
  found.counts = store.count(now, local_date(now), Store::Counting::anew);
  verify_balance(found);
  for (std::string& line : store.contradictions())
    found.damages.push_back({Damage::Kind::record, std::move(line)});
  verify_objects(store, objects, found);
  found.audit = prove_audit(store);
  for (const std::string& line : found.audit.problems) found.damages.push_back({Damage::Kind::audit, line});
  verify_cases(store, found);
  return found;
}

Verification verify_site(const Site& site, const Clock& clock) {
  require_store(site);
  const SiteKey key = SiteKey::load(site.data / "site.key");
  const auto store = open_store(site, key, clock, Access::look);
  ObjectStore objects = open_objects(site, key, *store, clock);
  return verify(*store, objects, clock.now());
}

std::string_view to_string(Damage::Kind kind) {
  switch (kind) {
    case Damage::Kind::balance:
      return "balance";
    case Damage::Kind::object:
      return "object";
    case Damage::Kind::audit:
      return "audit";
    case Damage::Kind::delivery:
      return "delivery";
    case Damage::Kind::record:
      return "record";
  }
  return "record";
}

Value to_value(const Verification& verification) {
  List damages;
  for (const Damage& damage : verification.damages)
    damages.push_back(Context{{"kind", to_string(damage.kind)}, {"what", damage.what}});
  return Context{{"totals", totals_value(verification.counts)},
                 {"objects", verification.objects},
                 {"bytes", verification.bytes},
                 {"chains", verification.audit.chains},
                 {"records", verification.audit.records},
                 {"cases", verification.cases},
                 {"erased", verification.erased},
                 {"deliveries", verification.deliveries},
                 {"balanced", verification.counts.items.holds() && verification.counts.documents.holds() &&
                                  verification.counts.pages.holds()},
                 {"ok", verification.holds()},
                 {"damages", std::move(damages)}};
}

}  // namespace mailroom::daemon
