#include "daemon/sql_rotation.h"

#include <initializer_list>
#include <string_view>

namespace mailroom::daemon {

namespace {

// What tells the two rounds apart.
struct Round {
  std::string_view urgent;  // the column's value
  std::string_view names;   // of a table within the statement
};
constexpr Round kUrgent{"1", "urgent_names"}, kOther{"0", "other_names"};

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string whole;
  for (const std::string_view part : parts) whole += part;
  return whole;
}

std::string planned(const Round& round) {
  return joined({" FROM cases WHERE due_at IS NOT NULL AND urgent = ", round.urgent});
}

// The workflows that have something planned, and a null at the end: from each name to the next one that the
// index has. Neither engine does so by itself for SELECT DISTINCT.
std::string names(const Round& round) {
  const std::string first = joined({"SELECT min(workflow)", planned(round)});
  return joined({round.names, "(name) AS (", first, " UNION ALL SELECT (", first,
                 " AND workflow > name) FROM ", round.names, " WHERE name IS NOT NULL)"});
}

// Those of them that have a case which is ready, after the last that was served and then before it.
std::string due(const Round& round, std::string_view last) {
  return joined({"SELECT CAST(", round.urgent, " AS INTEGER) AS urgent, CAST(CASE WHEN name > ", last,
                 " THEN 0 ELSE 2 END AS INTEGER) AS round, name FROM ", round.names,
                 " WHERE name IS NOT NULL AND EXISTS (SELECT 1", planned(round), " AND workflow = name AND ",
                 kReady, " <= ?1)"});
}

constexpr int kFiling = 1;  // its place in the round: after the last name

const std::string& look() {
  static const std::string kLook = joined(
      {"WITH RECURSIVE ", names(kUrgent), ", ", names(kOther), " ", due(kUrgent, "?2"), " UNION ALL ",
       due(kOther, "?3"),
       " UNION ALL SELECT CAST(0 AS INTEGER), CAST(1 AS INTEGER), '' WHERE EXISTS (SELECT 1 FROM documents"
       " WHERE state = 'read' AND lease_until IS NULL) OR EXISTS (SELECT 1 FROM documents WHERE state = "
       "'read'"
       " AND lease_until <= ?1) ORDER BY urgent DESC, round, name"});
  return kLook;
}

}  // namespace

std::vector<Rotation::Turn> Rotation::next(Database& database, Instant now) const {
  std::array<std::string, 2> last;
  {
    const std::lock_guard lock(mutex_);
    last = last_;
  }
  Query query = database.query(look());
  query.bind(now).bind(last[1]).bind(last[0]);
  std::vector<Turn> turns;
  while (query.step()) {
    const bool is_filing = query.integer(1) == kFiling;
    turns.push_back({query.integer(0) == 1, is_filing, query.text(2)});
  }
  return turns;
}

void Rotation::had(const Turn& turn) {
  const std::lock_guard lock(mutex_);
  last_[turn.is_urgent ? 1 : 0] = turn.workflow;  // of filing none: the round begins anew
}

const std::string& Rotation::when_due(bool is_urgent) {
  const auto sql = [](const Round& round) {
    return joined({"WITH RECURSIVE ", names(round), " SELECT min((SELECT min(", kReady, ")", planned(round),
                   " AND workflow = name)) FROM ", round.names, " WHERE name IS NOT NULL"});
  };
  static const std::string kOfUrgent = sql(kUrgent), kOfOther = sql(kOther);
  return is_urgent ? kOfUrgent : kOfOther;
}

}  // namespace mailroom::daemon
