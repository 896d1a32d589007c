#include "workflows/memory_store.h"

#include <algorithm>
#include <set>

#include "base/ids.h"
#include "workflows/transitions.h"

namespace mailroom::workflows {

namespace {

bool has_key(const CaseRecord& record, const std::string& key) {
  return std::find(record.join_keys.begin(), record.join_keys.end(), key) != record.join_keys.end();
}

bool is_open_with(const CaseRecord& record, const std::string& workflow, const std::string& key) {
  return record.workflow == workflow && !is_ended(record.state) && has_key(record, key);
}

}  // namespace

std::optional<CaseRecord> MemoryStore::load(const std::string& case_id) {
  const std::lock_guard lock(mutex_);
  for (const CaseRecord& record : cases_) {
    if (record.id == case_id) return record;
  }
  return std::nullopt;
}

std::optional<std::string> MemoryStore::find_open(const std::string& workflow, const std::string& join_key) {
  const std::lock_guard lock(mutex_);
  for (const CaseRecord& record : cases_) {
    if (is_open_with(record, workflow, join_key)) return record.id;
  }
  return std::nullopt;
}

std::optional<std::string> MemoryStore::find_closed(const std::string& workflow,
                                                    const std::string& join_key) {
  const std::lock_guard lock(mutex_);
  std::optional<std::string> newest;
  for (const CaseRecord& record : cases_) {
    if (record.workflow == workflow && record.state == State::closed && has_key(record, join_key))
      newest = record.id;
  }
  return newest;
}

std::vector<std::string> MemoryStore::filed_in(const std::string& document_id) {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> ids;
  for (const CaseRecord& record : cases_) {
    const bool holds = std::any_of(record.filings.begin(), record.filings.end(),
                                   [&](const Filing& filing) { return filing.document_id == document_id; });
    if (holds) ids.push_back(record.id);
  }
  return ids;
}

std::optional<std::string> MemoryStore::find_by_number(const std::string& number) {
  const std::lock_guard lock(mutex_);
  for (const CaseRecord& record : cases_) {
    if (record.number == number) return record.id;
  }
  return std::nullopt;
}

bool MemoryStore::commit(const std::vector<CaseChange>& changes) {
  const std::lock_guard lock(mutex_);
  const auto find = [&](const std::string& id) {
    return std::find_if(cases_.begin(), cases_.end(),
                        [&](const CaseRecord& record) { return record.id == id; });
  };
  for (const CaseChange& change : changes) {
    const auto known = find(change.record.id);
    if (change.is_new != (known == cases_.end())) return false;
    if (!change.is_new && known->revision != change.record.revision) return false;
    for (const std::string& key : change.none_open_with) {
      for (const CaseRecord& record : cases_) {
        if (is_open_with(record, change.record.workflow, key)) return false;
      }
    }
  }
  for (const CaseChange& change : changes) {
    CaseRecord record = change.record;
    ++record.revision;
    for (const AuditRecord& line : change.audit) audit_.emplace_back(record.id, line);
    const auto known = find(record.id);
    if (known == cases_.end()) {
      cases_.push_back(std::move(record));
    } else {
      *known = std::move(record);
    }
  }
  return true;
}

std::string MemoryStore::new_case_number(int year) {
  const std::lock_guard lock(mutex_);
  return case_number(year, ++serial_);
}

std::optional<Hold> MemoryStore::hold_on(const std::string& subject) {
  const std::lock_guard lock(mutex_);
  const auto found = holds_.find(subject);
  return found == holds_.end() ? std::nullopt : std::optional(found->second);
}

bool MemoryStore::hold_subject(const std::string& subject, const Hold& hold) {
  const std::lock_guard lock(mutex_);
  return holds_.emplace(subject, hold).second;
}

bool MemoryStore::release_subject(const std::string& subject, const std::string&, Instant) {
  const std::lock_guard lock(mutex_);
  return holds_.erase(subject) > 0;
}

std::vector<std::string> MemoryStore::cases_of(const std::string& subject) {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> ids;
  for (const CaseRecord& record : cases_) {
    if (record.subject == subject) ids.push_back(record.id);
  }
  return ids;
}

std::optional<Destination> MemoryStore::destination(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = destinations_.find(name);
  return found == destinations_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Destination> MemoryStore::destinations() {
  const std::lock_guard lock(mutex_);
  std::vector<Destination> all;
  for (const auto& [name, one] : destinations_) all.push_back(one);
  return all;
}

bool MemoryStore::keep_destination(const Destination& destination) {
  const std::lock_guard lock(mutex_);
  const auto found = destinations_.find(destination.name);
  if (destination.revision != (found == destinations_.end() ? 0 : found->second.revision)) return false;
  if (is_plain(destination)) {
    destinations_.erase(destination.name);
    return true;
  }
  destinations_[destination.name] = destination;
  ++destinations_[destination.name].revision;
  return true;
}

// Nothing is scheduled here; it only counts.
int MemoryStore::unpark(const std::string& destination, int most, Instant) {
  const std::lock_guard lock(mutex_);
  int released = 0;
  for (const CaseRecord& record : cases_) {
    const DeliveryRecord* delivery = find_delivery(record, destination);
    if (released < most && delivery != nullptr && delivery->parked) ++released;
  }
  return released;
}

std::vector<std::string> MemoryStore::parked_for() {
  const std::lock_guard lock(mutex_);
  std::set<std::string> names;
  for (const CaseRecord& record : cases_) {
    for (const DeliveryRecord& delivery : record.deliveries) {
      if (delivery.parked && delivery.state == DeliveryState::waiting) names.insert(delivery.name);
    }
  }
  return {names.begin(), names.end()};
}

std::vector<CaseRecord> MemoryStore::cases() const {
  const std::lock_guard lock(mutex_);
  return cases_;
}

std::vector<AuditRecord> MemoryStore::audit(const std::string& case_id) const {
  const std::lock_guard lock(mutex_);
  std::vector<AuditRecord> lines;
  for (const auto& [id, line] : audit_) {
    if (id == case_id) lines.push_back(line);
  }
  return lines;
}

}  // namespace mailroom::workflows
