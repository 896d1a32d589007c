#include "workflows/memory_store.h"

#include <algorithm>

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
