#include "connectors/sql/failure.h"

#include <array>
#include <cctype>

#include "base/text.h"

namespace mailroom::connectors::sql {

namespace {

using Kind = Failure::Kind;

struct Class {
  std::string_view state;  // its beginning
  Kind kind;
  std::string_view message;
};

// The longer beginning first. ISO/IEC 9075-2's classes; 53, 54, 55, 57 and 58 are PostgreSQL's, HYT ODBC's.
constexpr std::array kClasses = {
    Class{"08", Kind::lost, "the connection to the database was lost"},
    Class{"22001", Kind::refused, "a text is longer than its column"},
    Class{"22003", Kind::refused, "a number does not fit its column"},
    Class{"22007", Kind::refused, "a value is no date or time for its column"},
    Class{"22008", Kind::refused, "a date or time does not fit its column"},
    Class{"22P02", Kind::refused, "a value is not of its column's type"},
    Class{"22", Kind::refused, "a value does not fit its column"},
    Class{"23502", Kind::refused, "a column that must not be empty is"},
    Class{"23503", Kind::refused, "it refers to a row that is not there"},
    Class{"23505", Kind::refused, "such a row is there already"},
    Class{"23514", Kind::refused, "a rule of the table forbids the row"},
    Class{"23", Kind::refused, "a constraint forbids the row"},
    Class{"25006", Kind::away, "the database is read only"},
    Class{"28", Kind::away, "the database does not let us log in"},
    Class{"3D", Kind::away, "there is no such database on the server"},
    Class{"40003", Kind::unsettled, "the database does not know whether the transaction was committed"},
    Class{"40", Kind::contended, "two transactions were in each other's way"},
    Class{"42501", Kind::away, "the role has not the rights that this takes"},
    Class{"42P01", Kind::refused, "there is no such table"},
    Class{"42S02", Kind::refused, "there is no such table"},
    Class{"42703", Kind::refused, "there is no such column"},
    Class{"42S22", Kind::refused, "there is no such column"},
    Class{"42883", Kind::refused, "there is no such procedure for these arguments"},
    Class{"45", Kind::refused, "the procedure refused it"},
    Class{"P0001", Kind::refused, "the procedure refused it"},
    Class{"53", Kind::away, "the database has no room or no connection left"},
    Class{"55P03", Kind::busy, "the database is in use by somebody else"},
    Class{"57014", Kind::busy, "the database took longer than it may"},
    Class{"57", Kind::lost, "the database server stops or is not up yet"},
    Class{"58", Kind::away, "the database server's own files fail"},
    Class{"HYT00", Kind::busy, "the database took longer than it may"},
    Class{"HYT01", Kind::lost, "the database did not answer in time"},
    Class{"IM002", Kind::away, "the driver manager knows no such data source"},
    Class{"IM003", Kind::away, "the driver cannot be loaded"},
    Class{"IM", Kind::away, "the driver cannot be used"},
    Class{"XX", Kind::away, "the database is damaged"},
};

bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}

bool is_of_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

// What stands in quotes at the beginning, if it looks like a name.
std::string quoted_name_at(std::string_view text) {
  if (text.empty() || !is_quote(text[0])) return {};
  const size_t end = text.find(text[0], 1);
  if (end == std::string_view::npos || end < 2) return {};
  const std::string_view name = text.substr(1, end - 1);
  for (const char c : name)
    if (!is_of_name(c)) return {};
  return std::string(name);
}

}  // namespace

std::string named_in(std::string_view said) {
  // Only behind these words does a driver quote a name and not a value.
  constexpr std::array<std::string_view, 4> kWords = {"constraint ", "for key ", "olumn ", "relation "};
  for (const std::string_view word : kWords) {
    for (size_t at = said.find(word); at != std::string_view::npos; at = said.find(word, at + 1)) {
      const std::string name = quoted_name_at(said.substr(at + word.size()));
      if (!name.empty()) return " '" + name + "'";
    }
  }
  // MariaDB: CONSTRAINT `name` failed, FOREIGN KEY …; SQLite: UNIQUE constraint failed: awards.nino
  if (const size_t at = said.find("CONSTRAINT "); at != std::string_view::npos) {
    const std::string name = quoted_name_at(said.substr(at + 11));
    if (!name.empty()) return " '" + name + "'";
  }
  return {};
}

Failure failure_of(std::string_view sqlstate, std::string_view said) {
  for (const Class& one : kClasses) {
    if (!sqlstate.starts_with(one.state)) continue;
    std::string message(one.message);
    if (one.kind == Kind::refused) message += named_in(said);
    return {one.kind, std::move(message), sqlstate.starts_with("23")};
  }
  return {Kind::refused,
          "the database does not take it" + named_in(said) + " (SQLSTATE " + std::string(sqlstate) + ")"};
}

}  // namespace mailroom::connectors::sql
