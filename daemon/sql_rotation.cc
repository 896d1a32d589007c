#include "daemon/sql_rotation.h"

#include <initializer_list>
#include <string_view>

namespace mailroom::daemon {

namespace {

// What tells the two rounds apart.
struct Round {
  std::string_view urgent;                // the column's value
  std::string_view last;                  // the parameter: who was served last
  std::string_view names, after, before;  // of tables within the statement
};
constexpr Round kUrgent{"1", "?2", "urgent_names", "urgent_after", "urgent_before"},
    kOther{"0", "?3", "other_names", "other_after", "other_before"};

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string whole;
  for (const std::string_view part : parts) whole += part;
  return whole;
}

std::string planned(const Round& round) {
  return joined({" FROM cases WHERE due_at IS NOT NULL AND urgent = ", round.urgent});
}

// The workflows that have something planned: from the first name to the next one that the index has, and so
// on. Neither engine does so by itself for SELECT DISTINCT. A null or the first that `goes_on` forbids ends
// it.
std::string names(const Round& round, std::string_view table, std::string_view from,
                  std::string_view goes_on) {
  const std::string first = joined({"SELECT min(workflow)", planned(round)});
  return joined({table, "(name) AS (", first, from, " UNION ALL SELECT (", first,
                 " AND workflow > name) FROM ", table, " WHERE name ", goes_on, ")"});
}

std::string all_names(const Round& round) {
  return names(round, round.names, "", "IS NOT NULL");
}

std::string names_after_last(const Round& round) {
  return names(round, round.after, joined({" AND workflow > ", round.last}), "IS NOT NULL");
}

std::string names_up_to_last(const Round& round) {
  return names(round, round.before, "", joined({"<= ", round.last}));
}

// Those of them that have a case which is ready.
std::string due(const Round& round, std::string_view table, std::string_view such) {
  return joined({"SELECT CAST(", round.urgent, " AS INTEGER), CAST(0 AS INTEGER), name FROM ", table,
                 " WHERE name ", such, " AND EXISTS (SELECT 1", planned(round), " AND workflow = name AND ",
                 kReady, " <= ?1)"});
}

std::string due_after_last(const Round& round) {
  return due(round, round.after, "IS NOT NULL");
}

std::string due_up_to_last(const Round& round) {
  return due(round, round.before, joined({"<= ", round.last}));
}

constexpr std::string_view kDueFiling =
    "SELECT CAST(0 AS INTEGER), CAST(1 AS INTEGER), '' WHERE EXISTS (SELECT 1 FROM documents WHERE state = "
    "'read' AND"
    " lease_until IS NULL) OR EXISTS (SELECT 1 FROM documents WHERE state = 'read' AND lease_until <= ?1)";

// Filing comes after the last name. Both engines give the parts of a UNION ALL one after the other, and make
// no more rows than are wanted.
const std::string& look() {
  static const std::string kLook =
      joined({"WITH RECURSIVE ", names_after_last(kUrgent), ", ", names_up_to_last(kUrgent), ", ",
              names_after_last(kOther), ", ", names_up_to_last(kOther), " ", due_after_last(kUrgent),
              " UNION ALL ", due_up_to_last(kUrgent), " UNION ALL ", due_after_last(kOther), " UNION ALL ",
              kDueFiling, " UNION ALL ", due_up_to_last(kOther), " LIMIT ?4"});
  return kLook;
}

}  // namespace

std::vector<Rotation::Turn> Rotation::next(Database& database, Instant now, int most) const {
  std::array<std::string, 2> last;
  {
    const std::lock_guard lock(mutex_);
    last = last_;
  }
  Query query = database.query(look());
  query.bind(now).bind(last[1]).bind(last[0]).bind(most);
  std::vector<Turn> turns;
  while (query.step()) {
    const bool is_urgent = query.integer(0) == 1, is_filing = query.integer(1) == 1;
    turns.push_back({is_urgent, is_filing, query.text(2)});
  }
  return turns;
}

void Rotation::had(const Turn& turn) {
  const std::lock_guard lock(mutex_);
  last_[turn.is_urgent ? 1 : 0] = turn.workflow;  // of filing none: the round begins anew
}

const std::string& Rotation::when_due(bool is_urgent) {
  const auto sql = [](const Round& round) {
    return joined({"WITH RECURSIVE ", all_names(round), " SELECT min((SELECT min(", kReady, ")",
                   planned(round), " AND workflow = name)) FROM ", round.names, " WHERE name IS NOT NULL"});
  };
  static const std::string kOfUrgent = sql(kUrgent), kOfOther = sql(kOther);
  return is_urgent ? kOfUrgent : kOfOther;
}

}  // namespace mailroom::daemon
