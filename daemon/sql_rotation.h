// Who is next among what is due of cases: workflow after workflow, and the filing of documents as one of
// them, so that neither the hundred thousand cases of one workflow that fall due together keep another's
// single case waiting, nor a document that has just come (round robin; Nagle 1985, RFC 970). Urgent cases go
// round among themselves, before all others. A look costs by the number of workflows that it passes until it
// has found as many as are wanted, whatever waits: the index is walked from name to name.
//
// Each daemon goes round by itself and begins anew when it starts; nothing is kept. Thread safe.
#pragma once

#include <array>
#include <mutex>
#include <string>
#include <vector>

#include "daemon/sql_database.h"

namespace mailroom::daemon {

// When a case is ready to be claimed: due, and nobody's.
inline constexpr const char* kReady = "CASE WHEN lease_until > due_at THEN lease_until ELSE due_at END";

class Rotation {
 public:
  struct Turn {
    bool is_urgent = false;
    bool is_filing = false;  // of documents; else cases of `workflow`
    std::string workflow;    // may be empty: cases of none
  };
  // The first of those that have something to do now, at most so many, in their order; within a transaction
  // or a reading. Who is not wanted is not looked for.
  std::vector<Turn> next(Database& database, Instant now, int most) const;
  // It was served.
  void had(const Turn& turn);
  // When the next case falls due, urgent or not; one column, null if none is planned.
  static const std::string& when_due(bool is_urgent);

 private:
  mutable std::mutex mutex_;
  std::array<std::string, 2> last_;  // served, of those that are not urgent and of those that are
};

}  // namespace mailroom::daemon
