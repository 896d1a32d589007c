// A case store that forgets: dry runs and tests. Thread safe.
#pragma once

#include <mutex>

#include "workflows/case_store.h"

namespace mailroom::workflows {

class MemoryStore final : public CaseStore {
 public:
  std::optional<CaseRecord> load(const std::string& case_id) override;
  std::optional<std::string> find_open(const std::string& workflow, const std::string& join_key) override;
  std::vector<std::string> filed_in(const std::string& document_id) override;
  std::optional<std::string> find_by_number(const std::string& number) override;
  using CaseStore::commit;
  [[nodiscard]] bool commit(const std::vector<CaseChange>& changes) override;
  std::string new_case_number(int year) override;

  std::vector<CaseRecord> cases() const;  // in the order in which they were opened
  std::vector<AuditRecord> audit(const std::string& case_id) const;

 private:
  mutable std::mutex mutex_;
  std::vector<CaseRecord> cases_;
  std::vector<std::pair<std::string, AuditRecord>> audit_;  // by case id
  int64_t serial_ = 0;
};

}  // namespace mailroom::workflows
