#include "connectors/sql/mariadb.h"

#include <mysql.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "base/text.h"
#include "connectors/sql/guard.h"
#include "connectors/sql/names.h"
#include "connectors/sql/value.h"

namespace mailroom::connectors::sql {

namespace {

using Kind = Failure::Kind;

constexpr unsigned kConnectSeconds = 5;
// The server gives up first: its answer tells what became of the statement.
constexpr unsigned kGraceSeconds = 2;

// Numbers of errors (mariadb.com/kb/en/mariadb-error-code-reference). The client's own are 2000 to 2999.
constexpr unsigned kClientErrors = 2000, kClientErrorsEnd = 3000, kLockWait = 1205, kDeadlock = 1213,
                   kStatementTimeout = 1969, kQueryInterrupted = 1317, kServerShutdown = 1053, kKilled = 1927,
                   kTableFull = 1114, kTooManyConnections = 1040, kReadOnly = 1290, kCommandDenied = 1142,
                   kColumnDenied = 1143, kRoutineDenied = 1370, kNoRoutine = 1305, kBadValue = 1366,
                   kCheckFailed = 4025;

Failure failure_of(unsigned number, const char* state, const char* said) {
  if (number >= kClientErrors && number < kClientErrorsEnd)
    return {Kind::lost, "the connection to the database was lost"};
  switch (number) {
    case kServerShutdown:
    case kKilled:
      return {Kind::lost, "the database server stops"};
    case kDeadlock:
      return {Kind::contended, "two transactions were in each other's way"};
    case kLockWait:
      return {Kind::busy, "the database is in use by somebody else"};
    case kStatementTimeout:
    case kQueryInterrupted:
      return {Kind::busy, "the database took longer than it may"};
    case kTableFull:
    case kTooManyConnections:
      return {Kind::away, "the database has no room or no connection left"};
    case kReadOnly:
      return {Kind::away, "the database is read only"};
    case kCommandDenied:
    case kColumnDenied:
    case kRoutineDenied:
      return {Kind::away, "the role has not the rights that this takes"};
    case kNoRoutine:
      return {Kind::refused, "there is no such procedure for these arguments"};
    case kBadValue:  // for whatever column
      return sql::failure_of("22P02", said);
    case kCheckFailed:
      return sql::failure_of("23514", said);
    default:
      return sql::failure_of(state, said);
  }
}

[[noreturn]] void fail(MYSQL* handle) {
  throw failure_of(mysql_errno(handle), mysql_sqlstate(handle), mysql_error(handle));
}
[[noreturn]] void fail(MYSQL_STMT* statement) {
  throw failure_of(mysql_stmt_errno(statement), mysql_stmt_sqlstate(statement), mysql_stmt_error(statement));
}

Reads reads_of(enum_field_types type) {
  switch (type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_DOUBLE:
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL:
    case MYSQL_TYPE_YEAR:
      return Reads::number;
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_NEWDATE:
      return Reads::date;
    default:
      return Reads::text;
  }
}

Column::Keeps kept_by(const std::string& type) {
  if (type.ends_with("int")) return Column::Keeps::integer;
  if (type == "float" || type == "double") return Column::Keeps::binary;
  if (type == "decimal") return Column::Keeps::decimal;
  if (type.find("char") != std::string::npos || type.find("text") != std::string::npos)
    return Column::Keeps::text;
  return Column::Keeps::other;
}

// One value of the row that stands fetched.
Value fetched(MYSQL_STMT* statement, unsigned column, enum_field_types type) {
  unsigned long length = 0;
  my_bool is_null = 0;
  MYSQL_BIND bind{};
  bind.buffer_type = MYSQL_TYPE_STRING;
  bind.length = &length;
  bind.is_null = &is_null;
  char none = 0;
  bind.buffer = &none;
  if (mysql_stmt_fetch_column(statement, &bind, column, 0) != 0) fail(statement);
  if (is_null != 0) return {};
  std::string text(length, '\0');
  bind.buffer = text.data();
  bind.buffer_length = length;
  if (length > 0 && mysql_stmt_fetch_column(statement, &bind, column, 0) != 0) fail(statement);
  return value_of(reads_of(type), std::move(text));
}

std::vector<Database::Row> rows_of(MYSQL_STMT* statement, size_t most) {
  std::vector<Database::Row> rows;
  const unsigned count = mysql_stmt_field_count(statement);
  if (count == 0) return rows;
  const std::unique_ptr<MYSQL_RES, void (*)(MYSQL_RES*)> fields(mysql_stmt_result_metadata(statement),
                                                                mysql_free_result);
  // Buffers without room: lengths and nulls only, the values are fetched column by column.
  std::vector<MYSQL_BIND> binds(count);
  for (MYSQL_BIND& bind : binds) bind.buffer_type = MYSQL_TYPE_STRING;
  if (mysql_stmt_bind_result(statement, binds.data()) != 0 || mysql_stmt_store_result(statement) != 0)
    fail(statement);
  while (rows.size() < most) {
    const int fetch = mysql_stmt_fetch(statement);
    if (fetch == MYSQL_NO_DATA) break;
    if (fetch == 1) fail(statement);
    Database::Row row;
    for (unsigned i = 0; i < count; ++i)
      row.push_back(fetched(statement, i, mysql_fetch_field_direct(fields.get(), i)->type));
    rows.push_back(std::move(row));
  }
  mysql_stmt_free_result(statement);
  return rows;
}

void start_library() {
  static std::once_flag once;
  std::call_once(once, [] { mysql_library_init(0, nullptr, nullptr); });
}

}  // namespace

Mariadb::Mariadb(const MariadbUrl& url, const Networks& private_networks,
                 std::chrono::milliseconds answer_within)
    : handle_(nullptr, mysql_close) {
  start_library();
  must_be_allowed(url.socket.empty() ? url.host : "", private_networks);
  handle_.reset(mysql_init(nullptr));
  MYSQL* const handle = handle_.get();
  const auto seconds = static_cast<unsigned>(std::chrono::ceil<std::chrono::seconds>(answer_within).count());
  const unsigned silence = seconds + kGraceSeconds, no_files = 0;
  const my_bool yes = 1, no = 0;
  mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &kConnectSeconds);
  mysql_options(handle, MYSQL_OPT_READ_TIMEOUT, &silence);
  mysql_options(handle, MYSQL_OPT_WRITE_TIMEOUT, &silence);
  mysql_options(handle, MYSQL_OPT_LOCAL_INFILE, &no_files);
  mysql_options(handle, MYSQL_OPT_RECONNECT, &no);
  mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  if (url.uses_tls) mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &yes);
  if (!url.ssl_ca.empty()) {
    mysql_options(handle, MYSQL_OPT_SSL_CA, url.ssl_ca.c_str());
    mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
  }
  // "localhost" would mean a socket to the library, whatever the port says.
  const std::string host = url.host == "localhost" ? "127.0.0.1" : url.host;
  if (mysql_real_connect(handle, url.socket.empty() ? host.c_str() : nullptr, url.user.c_str(),
                         url.password.c_str(), url.database.c_str(), url.port,
                         url.socket.empty() ? nullptr : url.socket.c_str(), CLIENT_FOUND_ROWS) == nullptr) {
    const bool was_answered = mysql_errno(handle) < kClientErrors || mysql_errno(handle) >= kClientErrorsEnd;
    throw Failure{Kind::away,
                  was_answered ? "the database server does not let us in: check user, password and database"
                               : "the database server cannot be reached"};
  }
  if (url.socket.empty()) must_be_allowed_peer(static_cast<int>(mysql_get_socket(handle)), private_networks);
  plainly(
      "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
      "NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = " +
      std::to_string(std::max(1u, seconds)));
}

const Dialect& Mariadb::dialect() const {
  static const Dialect kDialect = {'`',
                                   "",
                                   "VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE",
                                   "TEXT",
                                   "DECIMAL(18,2)",
                                   "BOOLEAN",
                                   "DATE",
                                   true};
  return kDialect;
}

void Mariadb::plainly(const std::string& statement) {
  if (mysql_real_query(handle_.get(), statement.data(), statement.size()) != 0) fail(handle_.get());
}

void Mariadb::begin() {
  plainly("START TRANSACTION");
}
void Mariadb::commit() {
  plainly("COMMIT");
}
void Mariadb::roll_back() noexcept {
  mysql_rollback(handle_.get());
}

Mariadb::Statement Mariadb::execute(const std::string& text, const std::vector<Value>& parameters) {
  Statement statement(mysql_stmt_init(handle_.get()), mysql_stmt_close);
  if (mysql_stmt_prepare(statement.get(), text.data(), text.size()) != 0) fail(statement.get());
  std::vector<std::optional<std::string>> texts;
  for (const Value& one : parameters) texts.push_back(bound_text(one));
  std::vector<MYSQL_BIND> binds(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    binds[i].buffer_type = texts[i] ? MYSQL_TYPE_STRING : MYSQL_TYPE_NULL;
    if (!texts[i]) continue;
    binds[i].buffer = texts[i]->data();
    binds[i].buffer_length = texts[i]->size();
  }
  if (!binds.empty() && mysql_stmt_bind_param(statement.get(), binds.data()) != 0) fail(statement.get());
  if (mysql_stmt_execute(statement.get()) != 0) fail(statement.get());
  return statement;
}

std::vector<Database::Row> Mariadb::query(const std::string& text, const std::vector<Value>& parameters,
                                          size_t most) {
  const Statement statement = execute(text, parameters);
  return rows_of(statement.get(), most);
}

int64_t Mariadb::run(const std::string& text, const std::vector<Value>& parameters) {
  const Statement statement = execute(text, parameters);
  const auto changed = static_cast<int64_t>(mysql_stmt_affected_rows(statement.get()));
  // A procedure may give several results, and its own end is one.
  for (int more = 0; more == 0;) {
    if (mysql_stmt_field_count(statement.get()) > 0) mysql_stmt_free_result(statement.get());
    more = mysql_stmt_next_result(statement.get());
    if (more > 0) fail(statement.get());
  }
  return changed;
}

std::vector<Column> Mariadb::columns(const std::string& table) {
  std::vector<Column> found;
  for (const Row& row :
       query("SELECT column_name, data_type, numeric_scale FROM information_schema.columns WHERE table_name "
             "= ? "
             "AND table_schema = COALESCE(NULLIF(?, ''), DATABASE()) ORDER BY ordinal_position",
             {std::string(own_name(table)), std::string(owner_of(table))}, 5000)) {
    const std::string type = row[1].text_or("");
    const auto keeps = kept_by(type);
    const bool has_scale = keeps == Column::Keeps::decimal && row[2].is(Value::Kind::number);
    found.push_back({row[0].text_or(""), type, keeps,
                     has_scale ? static_cast<int>(row[2].number().to_integer().value_or(-1)) : -1});
  }
  return found;
}

bool Mariadb::is_unique(const std::string& table, const std::vector<std::string>& columns) {
  std::map<std::string, std::set<std::string>> indexes;
  for (const Row& row :
       query("SELECT index_name, column_name FROM information_schema.statistics WHERE table_name = ? AND "
             "table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND non_unique = 0 AND sub_part IS NULL",
             {std::string(own_name(table)), std::string(owner_of(table))}, 1000))
    indexes[row[0].text_or("")].insert(row[1].text_or(""));
  const std::set<std::string> wanted(columns.begin(), columns.end());
  return std::any_of(indexes.begin(), indexes.end(),
                     [&](const auto& index) { return index.second == wanted; });
}

void Mariadb::call(const std::string& procedure, const std::vector<Value>& arguments) {
  run("CALL " + quoted(procedure, dialect()) + "(" + places(arguments.size()) + ")", arguments);
}

std::string Mariadb::unsafe(const std::string& table) {
  const auto rows = query(
      "SELECT t.engine FROM information_schema.tables t LEFT JOIN information_schema.engines e ON e.engine = "
      "t.engine "
      "WHERE t.table_name = ? AND t.table_schema = COALESCE(NULLIF(?, ''), DATABASE()) "
      "AND t.engine IS NOT NULL AND COALESCE(e.transactions, 'NO') <> 'YES'",
      {std::string(own_name(table)), std::string(owner_of(table))}, 1);
  if (rows.empty()) return {};
  return "table '" + table + "' is kept by " + rows[0][0].text_or("an engine") +
         ", which has no transactions; run: ALTER TABLE " + table + " ENGINE = InnoDB";
}

}  // namespace mailroom::connectors::sql
