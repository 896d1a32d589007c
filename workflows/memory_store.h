// A case store that forgets: dry runs and tests. Thread safe.
#pragma once

#include <mutex>

#include <map>

#include "workflows/case_store.h"

namespace mailroom::workflows {

class MemoryStore final : public CaseStore {
 public:
  std::optional<CaseRecord> load(const std::string& case_id) override;
  std::optional<std::string> find_open(const std::string& workflow, const std::string& join_key) override;
  std::optional<std::string> find_closed(const std::string& workflow, const std::string& join_key) override;
  std::vector<std::string> filed_in(const std::string& document_id) override;
  std::optional<std::string> find_by_number(const std::string& number) override;
  using CaseStore::commit;
  [[nodiscard]] bool commit(const std::vector<CaseChange>& changes) override;
  std::string new_case_number(int year) override;
  std::optional<Hold> hold_on(const std::string& subject) override;
  [[nodiscard]] bool hold_subject(const std::string& subject, const Hold& hold) override;
  [[nodiscard]] bool release_subject(const std::string& subject, const std::string& by, Instant now) override;
  std::vector<std::string> cases_of(const std::string& subject) override;
  std::optional<Destination> destination(const std::string& name) override;
  std::vector<Destination> destinations() override;
  [[nodiscard]] bool keep_destination(const Destination& destination) override;
  int unpark(const std::string& destination, int most, Instant due) override;
  std::vector<std::string> parked_for() override;

  std::vector<CaseRecord> cases() const;  // in the order in which they were opened
  std::vector<AuditRecord> audit(const std::string& case_id) const;

 private:
  mutable std::mutex mutex_;
  std::vector<CaseRecord> cases_;
  std::vector<std::pair<std::string, AuditRecord>> audit_;  // by case id
  std::map<std::string, Hold> holds_;                       // by subject
  std::map<std::string, Destination> destinations_;
  int64_t serial_ = 0;
};

}  // namespace mailroom::workflows
