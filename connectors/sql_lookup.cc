#include "connectors/sql_lookup.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "connectors/likeness.h"
#include "connectors/settings.h"
#include "connectors/sql/names.h"

namespace mailroom::connectors {

namespace {

using Kind = Finding::Kind;

// Rows that are compared, or given; one more is asked for, to tell that there are more.
constexpr size_t kMostRows = 2000;

std::chrono::milliseconds timeout_of(const Context& settings) {
  constexpr int64_t kLongestSeconds = 60;
  const auto duration = parse_duration(text_at(settings, "timeout", "PT10S"));
  if (!duration || duration->seconds < 1 || duration->seconds > kLongestSeconds)
    throw setting_invalid("timeout", "a duration from PT1S to PT1M");
  return std::chrono::seconds(duration->seconds);
}

Decimal score_of(const Context& settings) {
  const auto score = Decimal::parse(text_at(settings, "score", "0.8"));
  if (!score || *score <= Decimal(0) || *score > Decimal(1))
    throw setting_invalid("score", "a number above 0 and up to 1");
  return *score;
}

// LIKE's own signs in a text that is none of them.
std::string as_beginning(const Value& value) {
  std::string out;
  for (const char c : to_display(value)) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out + "%";
}

}  // namespace

SqlLookup::SqlLookup(const Context& settings, const Surroundings& around)
    : source_(required_text(settings, "sql", "the URL of a database"), "sql", around, timeout_of(settings)),
      table_(required_text(settings, "select.table", "the name of a table")),
      columns_(lines_at(settings, "select.columns")),
      least_score_(score_of(settings)) {
  if (!sql::is_table_name(table_)) throw setting_invalid("select.table", "a name of letters, digits and '_'");
  for (const std::string& column : columns_)
    if (!sql::is_plain_name(column))
      throw setting_invalid("select.columns", "names of columns, not '" + column + "'");
}

Finding SqlLookup::look_up(const Question& question) {
  for (const Context* part : {&question.equal, &question.beginning, &question.alike}) {
    for (const auto& [column, value] : part->entries())
      if (!sql::is_plain_name(column)) return {Kind::refused, {}, "'" + column + "' is no name of a column"};
  }
  const std::lock_guard lock(mutex_);
  for (;;) {
    const bool was_kept = database_ != nullptr;
    try {
      Finding finding = ask(question);
      database_->roll_back();
      if (!source_.is_kept_open()) database_.reset();
      return finding;
    } catch (const sql::Failure& failure) {
      database_.reset();
      if (failure.kind == sql::Failure::Kind::refused)
        return {Kind::refused, {}, table_ + ": " + failure.message};
      const bool was_stale = was_kept && failure.kind == sql::Failure::Kind::lost;
      if (!was_stale) return {Kind::unavailable, {}, failure.message};
    }
  }
}

Finding SqlLookup::ask(const Question& question) {
  if (!database_) database_ = source_.open();
  database_->begin();
  const sql::Dialect& dialect = database_->dialect();
  std::vector<std::string> names, wheres;
  std::vector<Value> values;
  for (const std::string& column : columns_) names.push_back(sql::quoted(column, dialect));
  for (const auto& [column, value] : question.alike.entries()) names.push_back(sql::quoted(column, dialect));
  for (const auto& [column, value] : question.equal.entries()) {
    wheres.push_back(sql::quoted(column, dialect) + " = ?");
    values.push_back(value);
  }
  for (const auto& [column, value] : question.beginning.entries()) {
    wheres.push_back(sql::quoted(column, dialect) + " LIKE ? ESCAPE '!'");
    values.emplace_back(as_beginning(value));
  }
  const std::string limit = dialect.has_limit ? " LIMIT " + std::to_string(kMostRows + 1) : "";
  const auto rows = database_->query("SELECT " + join(names, ", ") + " FROM " + sql::quoted(table_, dialect) +
                                         " WHERE " + join(wheres, " AND ") + limit,
                                     values, kMostRows + 1);
  if (rows.size() > kMostRows)
    return {Kind::refused,
            {},
            "more than " + with_thousands(kMostRows) + " rows of " + table_ +
                " are to be compared: narrow them with 'where'"};
  return judged(rows, question);
}

// The rows that are like enough, the likest first.
Finding SqlLookup::judged(const std::vector<sql::Database::Row>& rows, const Question& question) const {
  Finding finding;
  for (const sql::Database::Row& row : rows) {
    FoundRow found{{}, 1};
    for (size_t i = 0; i < columns_.size(); ++i) found.columns.put(columns_[i], row[i]);
    size_t compared = columns_.size();
    for (const auto& [column, value] : question.alike.entries()) {
      const Value& there = row[compared++];
      const Decimal score = there.is_null() ? Decimal(0) : likeness(to_display(value), to_display(there));
      found.score = std::min(found.score, score);
    }
    if (found.score >= least_score_) finding.rows.push_back(std::move(found));
  }
  std::stable_sort(finding.rows.begin(), finding.rows.end(),
                   [](const FoundRow& a, const FoundRow& b) { return a.score > b.score; });
  return finding;
}

std::unique_ptr<Lookup> make_lookup(const Context& settings, const Surroundings& around) {
  return std::make_unique<SqlLookup>(settings, around);
}

}  // namespace mailroom::connectors
