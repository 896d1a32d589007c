// What the case runner needs of a store; daemon/ implements it on SQLite (and PostgreSQL), a dry run in
// memory. tests/daemon holds the conformance suite that every implementation passes.
//
// Every commit is one transaction: the case's new revision, its audit records, its deliveries. It holds whole
// or not at all, and only if nobody committed the case since it was loaded. Thread safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "workflows/case.h"

namespace mailroom::workflows {

struct CaseChange {
  CaseRecord record;  // revision: the one that was loaded; the store adds one
  std::vector<AuditRecord> audit;
  bool is_new = false;
  // New cases: the commit is refused if an open case of this workflow already has one of these join keys, so
  // that two documents of one person that are filed at the same moment meet in one case.
  std::vector<std::string> none_open_with = {};
};

class CaseStore {
 public:
  virtual ~CaseStore() = default;
  virtual std::optional<CaseRecord> load(const std::string& case_id) = 0;
  // The open case (not closed, returned or quarantined) of this workflow with this join key, oldest first;
  // none if there is none.
  virtual std::optional<std::string> find_open(const std::string& workflow, const std::string& join_key) = 0;
  // The cases that hold pages of this document, oldest first: what makes filing it again a repetition.
  virtual std::vector<std::string> filed_in(const std::string& document_id) = 0;
  virtual std::optional<std::string> find_by_number(const std::string& number) = 0;
  // All changes or none. False: somebody else committed one of the cases meanwhile (or `none_open_with` does
  // not hold any more); nothing was written, load again.
  [[nodiscard]] virtual bool commit(const std::vector<CaseChange>& changes) = 0;
  [[nodiscard]] bool commit(const CaseChange& change) { return commit(std::vector<CaseChange>{change}); }
  // The next free case number of the year.
  virtual std::string new_case_number(int year) = 0;
};

}  // namespace mailroom::workflows
