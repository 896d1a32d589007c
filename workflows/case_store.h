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
#include "workflows/destination.h"

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
  // The newest closed one.
  virtual std::optional<std::string> find_closed(const std::string& workflow,
                                                 const std::string& join_key) = 0;
  // The cases that hold pages of this document, oldest first: what makes filing it again a repetition.
  virtual std::vector<std::string> filed_in(const std::string& document_id) = 0;
  virtual std::optional<std::string> find_by_number(const std::string& number) = 0;
  // All changes or none. False: somebody else committed one of the cases meanwhile (or `none_open_with` does
  // not hold any more); nothing was written, load again.
  [[nodiscard]] virtual bool commit(const std::vector<CaseChange>& changes) = 0;
  [[nodiscard]] bool commit(const CaseChange& change) { return commit(std::vector<CaseChange>{change}); }
  // The next free case number of the year.
  virtual std::string new_case_number(int year) = 0;

  // Holds on subjects: whoever has one gets nothing, whichever case it is of. Audited in a chain of their
  // own.
  virtual std::optional<Hold> hold_on(const std::string& subject) = 0;
  // False: the subject is held already.
  [[nodiscard]] virtual bool hold_subject(const std::string& subject, const Hold& hold) = 0;
  // False: nobody holds it.
  [[nodiscard]] virtual bool release_subject(const std::string& subject, const std::string& by,
                                             Instant now) = 0;
  // Ids of the subject's cases, oldest first.
  virtual std::vector<std::string> cases_of(const std::string& subject) = 0;

  // Destinations that do not simply take everything; the others are not there.
  virtual std::optional<Destination> destination(const std::string& name) = 0;
  virtual std::vector<Destination> destinations() = 0;
  // One that is open and failed nothing is forgotten. False: somebody else changed it since it was loaded.
  [[nodiscard]] virtual bool keep_destination(const Destination& destination) = 0;
  // Deliveries that are parked for it may go, urgent ones first, at most so many: their cases are due then.
  // Returns how many.
  virtual int unpark(const std::string& destination, int most, Instant due) = 0;
  // Names of destinations for which deliveries are parked.
  virtual std::vector<std::string> parked_for() = 0;
};

}  // namespace mailroom::workflows
