// Proves that nothing was lost: what arrived is finished, waiting, returned or quarantined (items, documents,
// pages), every stored object is what was stored, the audit is whole, every delivery has its decision, and
// the store does not contradict itself. Only looks, and may do so while a daemon works; takes as long as
// reading everything once.
#pragma once

#include <string>
#include <vector>

#include "daemon/object_store.h"
#include "daemon/site.h"
#include "daemon/store.h"

namespace mailroom::daemon {

// Something that does not hold. No personal data: numbers, ids and files.
struct Damage {
  enum class Kind { balance, object, audit, delivery, record } kind = Kind::record;
  std::string what;
};

struct Verification {
  Counts counts;
  int64_t objects = 0, bytes = 0;
  AuditReport audit;
  int64_t cases = 0, deliveries = 0;
  int64_t erased = 0;  // cases whose key was destroyed: counted, not opened
  std::vector<Damage> damages;
  bool holds() const { return damages.empty(); }
};

Verification verify(Store& store, ObjectStore& objects, Instant now);
// The same for a site, on its store and not through its daemon, which has other work. Throws Error{usage,
// "nothing_yet"} if there is no store, Error{machine} if it cannot be read at all.
Verification verify_site(const Site& site, const Clock& clock);

std::string_view to_string(Damage::Kind kind);
Value to_value(const Verification& verification);

}  // namespace mailroom::daemon
