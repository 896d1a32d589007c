#include "connectors/sql_connector.h"

#include <algorithm>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/text.h"
#include "connectors/settings.h"
#include "connectors/sqlite.h"

namespace mailroom::connectors {

namespace {

using Kind = DeliveryOutcome::Kind;
using sqlite::quoted_name;

// Before the database is opened, before what was written counts, and after: the receiver has it, we do not
// know.
const Failpoint kConnect("sql.connect"), kCommit("sql.commit"), kAcknowledge("sql.acknowledge");

constexpr std::string_view kKeyColumn = "idempotency_key";
constexpr std::string_view kScheme = "sqlite:";

// A plain name: what every tool can type without quotes.
bool is_plain_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  if (name.empty() || name.size() > 63 || !letter(name[0])) return false;
  for (const char c : name) {
    if (!letter(c) && !(c >= '0' && c <= '9')) return false;
  }
  return to_lower_ascii(name).rfind("sqlite_", 0) != 0;
}

const Context& row_of(const Delivery& delivery) {
  static const Context kNothing;
  const Value& row = at_path(delivery.content, "insert.row");
  return row.is(Value::Kind::context) ? row.context() : kNothing;
}

// Whether SQLite would keep a decimal text in a column of this type as it is (datatype3.html, 3.1): TEXT and
// BLOB affinity do, INTEGER, REAL and NUMERIC turn it into a double.
bool keeps_text(std::string_view declared_type) {
  const std::string type = to_lower_ascii(declared_type);
  const auto has = [&](std::string_view part) { return type.find(part) != std::string::npos; };
  if (has("int")) return false;
  return has("char") || has("clob") || has("text") || has("blob") || type.empty();
}
bool is_text_type(std::string_view declared_type) {
  return !declared_type.empty() && keeps_text(declared_type);
}
bool is_integer_type(std::string_view declared_type) {
  return to_lower_ascii(declared_type).find("int") != std::string::npos;
}

std::string create_table(const std::string& table, const Context& row) {
  std::string sql =
      "CREATE TABLE " + quoted_name(table) + " (" + std::string(kKeyColumn) + " TEXT NOT NULL UNIQUE";
  for (const auto& [name, value] : row.entries()) {
    sql += ", " + quoted_name(name) + (value.is(Value::Kind::boolean) ? " INTEGER" : " TEXT");
  }
  return sql + ")";
}

DeliveryOutcome refused(std::string why) {
  return {Kind::refused, std::move(why), ""};
}

// One delivery's work inside one transaction.
class Insertion {
 public:
  Insertion(const sqlite::Connection& connection, const std::string& table, const Delivery& delivery)
      : connection_(connection), table_(table), delivery_(delivery), row_(row_of(delivery)) {}

  // The columns of the table with their types; empty: there is no such table.
  std::vector<std::pair<std::string, std::string>> columns() const {
    std::vector<std::pair<std::string, std::string>> found;
    sqlite::Statement query(connection_, "SELECT name, type FROM pragma_table_info(?)");
    query.bind(1, table_);
    while (query.step()) found.emplace_back(query.text(0), query.text(1));
    return found;
  }

  // Why the row does not fit the table; empty if it does.
  std::string misfit() const {
    const auto known = columns();
    std::vector<std::string> names;
    for (const auto& [name, type] : known) names.push_back(name);
    if (std::find(names.begin(), names.end(), kKeyColumn) == names.end()) {
      return "table '" + table_ +
             "' has no column 'idempotency_key', which keeps a row from being written twice; "
             "run: ALTER TABLE " +
             table_ + " ADD COLUMN idempotency_key TEXT; CREATE UNIQUE INDEX " + table_ +
             "_idempotency_key ON " + table_ + "(idempotency_key)";
    }
    if (!key_is_unique()) {
      return "column 'idempotency_key' of table '" + table_ + "' is not unique; run: CREATE UNIQUE INDEX " +
             table_ + "_idempotency_key ON " + table_ + "(idempotency_key)";
    }
    for (const auto& [name, value] : row_.entries()) {
      const auto same = [&, wanted = to_lower_ascii(name)](const auto& column) {
        return to_lower_ascii(column.first) == wanted;
      };
      const auto column = std::find_if(known.begin(), known.end(), same);
      if (column == known.end()) {
        const auto nearest = nearest_name(name, names);
        return "table '" + table_ + "' has no column '" + name + "'" +
               (nearest ? "; did you mean '" + *nearest + "'?" : "; it has " + quoted_list(names, "and"));
      }
      if (const std::string why = inexact(name, column->second, value); !why.empty()) return why;
    }
    return {};
  }

  // The row that was written under this key; none yet: none.
  std::optional<int64_t> written() const {
    sqlite::Statement query(connection_,
                            "SELECT rowid FROM " + quoted_name(table_) + " WHERE idempotency_key = ?");
    query.bind(1, delivery_.idempotency_key);
    return query.step() ? std::optional(query.integer(0)) : std::nullopt;
  }

  void write() const {
    std::string names{kKeyColumn}, places = "?";
    for (const auto& [name, value] : row_.entries()) names += ", " + quoted_name(name), places += ", ?";
    sqlite::Statement insert(
        connection_, "INSERT INTO " + quoted_name(table_) + " (" + names + ") VALUES (" + places + ")");
    bind_row(insert);
  }

  // The row under this key says what the delivery says now.
  void amend() const {
    std::string columns;
    int index = 1;
    for (const auto& [name, value] : row_.entries())
      columns += (index == 1 ? "" : ", ") + quoted_name(name) + " = ?" + std::to_string(index + 1), ++index;
    sqlite::Statement update(
        connection_, "UPDATE " + quoted_name(table_) + " SET " + columns + " WHERE idempotency_key = ?1");
    bind_row(update);
  }

 private:
  // The key first, then the row's values; runs the statement.
  void bind_row(sqlite::Statement& statement) const {
    statement.bind(1, delivery_.idempotency_key);
    int index = 1;
    for (const auto& [name, value] : row_.entries()) {
      const bool as_written = value.is(Value::Kind::number) && is_text_type(type_of(name));
      statement.bind(++index, as_written ? Value(to_display(value)) : value);  // 52.00 keeps its pence
    }
    statement.step();
  }

  std::string type_of(std::string_view column) const {
    for (const auto& [name, type] : columns()) {
      if (to_lower_ascii(name) == to_lower_ascii(column)) return type;
    }
    return {};
  }

  bool key_is_unique() const {
    sqlite::Statement query(
        connection_,
        "SELECT 1 FROM pragma_index_list(?1) l WHERE l.\"unique\" = 1 AND l.partial = 0 AND "
        "(SELECT group_concat(name) FROM pragma_index_info(l.name)) = 'idempotency_key' UNION ALL "
        "SELECT 1 FROM pragma_table_info(?1) WHERE name = 'idempotency_key' AND pk = 1 AND "
        "(SELECT max(pk) FROM pragma_table_info(?1)) = 1");
    query.bind(1, table_);
    return query.step();
  }

  std::string inexact(const std::string& name, const std::string& type, const Value& value) const {
    if (!value.is(Value::Kind::number) || keeps_text(type)) return {};
    const bool whole = value.number().to_integer().has_value();
    if (is_integer_type(type) && whole) return {};
    return "column '" + name + "' of table '" + table_ + "' is " + type +
           (is_integer_type(type)
                ? ", and the value has decimals; write whole pence (amount * 100), or make it TEXT"
                : ", which SQLite keeps as binary floating point; make it TEXT, or INTEGER for pence");
  }

  const sqlite::Connection& connection_;
  const std::string& table_;
  const Delivery& delivery_;
  const Context& row_;
};

std::string missing_table(const std::string& table, const Context& row) {
  return "there is no table '" + table + "'; run: " + create_table(table, row) +
         "; or let it be made with 'create: true'";
}

void fail_if_hurt(const Failpoint& failpoint) {
  if (const int error = failpoint.hit(); error != 0)
    throw sqlite::Failure{SQLITE_IOERR, system_reason(error)};
}

DeliveryOutcome outcome_of(const sqlite::Failure& failure, bool committing) {
  switch (failure.code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Kind::unavailable, "the database is in use by somebody else", ""};
    case SQLITE_CONSTRAINT:
      return refused("the table does not take the row: " + failure.message);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return refused("the database cannot be used: " + failure.message);
    default:
      return {committing ? Kind::unknown : Kind::unavailable, "the database failed: " + failure.message, ""};
  }
}

}  // namespace

const ConnectorKind& sql_kind() {
  static const ConnectorKind kKind = {
      "sql",
      "a row into a table of a database (SQLite)",
      {{"sql", KeyForm::text, true, "the database, sqlite:FILE; the file is relative to the site",
        "sqlite:data/ledger.db"},
       {"insert.table", KeyForm::text, true, "the table; it has a unique column idempotency_key", "awards"},
       {"insert.row", KeyForm::expressions, true, "the columns and what they get",
        "{nino: claim.nino, amount: band.weekly_award}"},
       {"create", KeyForm::flag, false, "make the database and the table if they are missing", "true"},
       {"amend", KeyForm::flag, false,
        "an amendment changes the row that stands under the key; otherwise a person settles it", "true"}},
      "ledger:\n  sql: sqlite:data/ledger.db\n  insert: {table: awards, row: {nino: claim.nino, amount: "
      "band.weekly_award}}\n"};
  return kKind;
}

SqlConnector::SqlConnector(const Context& settings, const std::filesystem::path& site_folder)
    : table_(required_text(settings, "insert.table", "the name of a table")),
      create_(flag_at(settings, "create", false)),
      amends_(flag_at(settings, "amend", false)) {
  const std::string url = required_text(settings, "sql", "sqlite:FILE");
  if (url.rfind(kScheme, 0) != 0 || url.size() == kScheme.size()) throw setting_invalid("sql", "sqlite:FILE");
  file_ = site_folder / url.substr(kScheme.size());
  if (!is_plain_name(table_)) {
    throw setting_invalid("insert.table", "a name of letters, digits and '_', not '" + table_ + "'");
  }
}

DeliveryOutcome SqlConnector::deliver(const Delivery& delivery) {
  const Context& row = row_of(delivery);
  for (const auto& [name, value] : row.entries()) {
    if (!is_plain_name(name)) {
      return refused("'" + name + "' is no name of a column: expected letters, digits and '_'");
    }
    if (to_lower_ascii(name) == kKeyColumn) {
      return refused("the column 'idempotency_key' is filled in by mailroom; leave it out of the row");
    }
  }
  bool committing = false;
  try {
    std::error_code ignored;
    if (!create_ && !std::filesystem::exists(file_, ignored)) {
      return refused(
          "the database that 'sql' names does not exist; make it, or let it be made with 'create: true'");
    }
    if (create_) std::filesystem::create_directories(file_.parent_path(), ignored);
    fail_if_hurt(kConnect);
    sqlite::Connection connection(file_, create_);
    connection.run("BEGIN IMMEDIATE");  // undone by closing the connection unless committed
    const Insertion insertion(connection, table_, delivery);
    if (insertion.columns().empty()) {
      if (!create_) return refused(missing_table(table_, row));
      connection.run(create_table(table_, row));
    }
    if (const std::string why = insertion.misfit(); !why.empty()) return refused(why);
    if (!insertion.written()) {
      insertion.write();
    } else if (delivery.amendment > 0) {
      insertion.amend();
    }
    const std::string receipt = "row " + std::to_string(insertion.written().value_or(0)) + " of " + table_;
    committing = true;
    fail_if_hurt(kCommit);
    connection.run("COMMIT");
    fail_if_hurt(kAcknowledge);
    return {Kind::delivered, "", receipt};
  } catch (const sqlite::Failure& failure) {
    return outcome_of(failure, committing);
  }
}

std::string SqlConnector::preview(const Delivery& delivery) const {
  std::string text = "a row of " + table_ + "\n";
  for (const auto& [name, value] : row_of(delivery).entries()) {
    text += "  " + name + " = " + to_display(value) + "\n";
  }
  return text;
}

}  // namespace mailroom::connectors
