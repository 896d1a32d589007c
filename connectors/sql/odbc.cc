#include "connectors/sql/odbc.h"

#include <sql.h>
#include <sqlext.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "connectors/sql/names.h"
#include "connectors/sql/utf16.h"
#include "connectors/sql/value.h"

namespace mailroom::connectors::sql {

namespace {

using Kind = Failure::Kind;

constexpr SQLULEN kLoginSeconds = 5;
constexpr SQLSMALLINT kLongestName = 256;
// MariaDB's and MySQL's numbers, which its driver hands on with a state that says nothing.
constexpr SQLINTEGER kLockWait = 1205, kDeadlock = 1213;
constexpr SQLINTEGER kSqliteBusy = 5, kSqliteLocked = 6;  // sqlite.org/rescode.html

SQLPOINTER as_pointer(SQLULEN number) {
  return reinterpret_cast<SQLPOINTER>(number);
}

SQLCHAR* characters(const std::string& text) {
  return reinterpret_cast<SQLCHAR*>(const_cast<char*>(text.c_str()));
}

struct Diagnosis {
  std::string state, said;
  SQLINTEGER number = 0;
};

Diagnosis diagnosis_of(SQLSMALLINT type, SQLHANDLE handle) {
  SQLCHAR state[6] = {}, message[SQL_MAX_MESSAGE_LENGTH] = {};
  Diagnosis found;
  SQLSMALLINT length = 0;
  if (!SQL_SUCCEEDED(SQLGetDiagRec(type, handle, 1, state, &found.number, message, sizeof message, &length)))
    return found;
  found.state = reinterpret_cast<const char*>(state);
  found.said = reinterpret_cast<const char*>(message);
  return found;
}

// Drivers that have no state for it say it in words: SQLite's.
bool tells_of_constraint(const Diagnosis& diagnosis) {
  return diagnosis.state.starts_with("HY") && diagnosis.said.find("constraint failed") != std::string::npos;
}

Column::Keeps kept_by(SQLSMALLINT type, bool is_sqlite) {
  switch (type) {
    case SQL_DECIMAL:
    case SQL_NUMERIC:
      return is_sqlite ? Column::Keeps::binary : Column::Keeps::decimal;
    case SQL_TINYINT:
    case SQL_SMALLINT:
    case SQL_INTEGER:
    case SQL_BIGINT:
      return Column::Keeps::integer;
    case SQL_REAL:
    case SQL_FLOAT:
    case SQL_DOUBLE:
      return Column::Keeps::binary;
    case SQL_CHAR:
    case SQL_VARCHAR:
    case SQL_LONGVARCHAR:
    case SQL_WCHAR:
    case SQL_WVARCHAR:
    case SQL_WLONGVARCHAR:
      return Column::Keeps::text;
    default:
      return Column::Keeps::other;
  }
}

Reads reads_of(SQLSMALLINT type) {
  switch (kept_by(type, false)) {
    case Column::Keeps::decimal:
    case Column::Keeps::integer:
    case Column::Keeps::binary:
      return Reads::number;
    default:
      return type == SQL_TYPE_DATE ? Reads::date : type == SQL_BIT ? Reads::tick : Reads::text;
  }
}

}  // namespace

// A parameter and the memory that it is bound to.
struct Odbc::Parameter {
  std::string number;
  std::u16string text;
  SQLLEN length = SQL_NULL_DATA;
  SQLSMALLINT c_type = SQL_C_CHAR, sql_type = SQL_VARCHAR, scale = 0;
  SQLULEN size = 1;

  explicit Parameter(const Value& value) {
    const auto bound = bound_text(value);
    if (!bound) return;
    if (value.is(Value::Kind::boolean) || value.is(Value::Kind::number)) {
      number = *bound;
      const size_t point = number.find('.');
      sql_type = point == std::string::npos ? SQL_BIGINT : SQL_DECIMAL;
      length = static_cast<SQLLEN>(number.size());
      scale = static_cast<SQLSMALLINT>(point == std::string::npos ? 0 : number.size() - point - 1);
      size = static_cast<SQLULEN>(
          std::count_if(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; }));
    } else {
      text = to_utf16(*bound);
      c_type = SQL_C_WCHAR;
      sql_type = value.is(Value::Kind::date) ? SQL_TYPE_DATE : SQL_WVARCHAR;
      length = static_cast<SQLLEN>(text.size() * sizeof(char16_t));
      size = std::max<SQLULEN>(1, text.size());
    }
  }
  SQLPOINTER bytes() { return c_type == SQL_C_CHAR ? static_cast<SQLPOINTER>(number.data()) : text.data(); }
};

struct Odbc::Handles {
  SQLHENV environment = SQL_NULL_HENV;
  SQLHDBC connection = SQL_NULL_HDBC;
  SQLULEN answer_seconds = 30;
  bool is_connected = false, is_sqlite = false, is_postgres = false, has_schemas = false;
  Dialect dialect;

  Handles() {
    SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment);
    SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, as_pointer(SQL_OV_ODBC3), 0);
    SQLAllocHandle(SQL_HANDLE_DBC, environment, &connection);
  }
  ~Handles() {
    if (is_connected) {
      SQLEndTran(SQL_HANDLE_DBC, connection, SQL_ROLLBACK);
      SQLDisconnect(connection);
    }
    SQLFreeHandle(SQL_HANDLE_DBC, connection);
    SQLFreeHandle(SQL_HANDLE_ENV, environment);
  }
  Handles(const Handles&) = delete;
  Handles& operator=(const Handles&) = delete;

  std::string info(SQLUSMALLINT what) const {
    SQLCHAR text[kLongestName] = {};
    SQLSMALLINT length = 0;
    SQLGetInfo(connection, what, text, sizeof text, &length);
    return reinterpret_cast<const char*>(text);
  }
  bool is_dead() const {
    SQLUINTEGER dead = SQL_CD_FALSE;
    SQLGetConnectAttr(connection, SQL_ATTR_CONNECTION_DEAD, &dead, sizeof dead, nullptr);
    return dead == SQL_CD_TRUE;
  }

  [[noreturn]] void fail(SQLSMALLINT type, SQLHANDLE handle) const {
    const Diagnosis diagnosis = diagnosis_of(type, handle);
    if (is_dead()) throw Failure{Kind::lost, "the connection to the database was lost"};
    if (tells_of_constraint(diagnosis)) throw failure_of("23000", diagnosis.said);
    // SQLite's lock, for which its driver has no state. At a COMMIT, too, it means that nothing was
    // committed.
    if (is_sqlite && (diagnosis.number == kSqliteBusy || diagnosis.number == kSqliteLocked))
      throw Failure{Kind::contended, "the database is in use by somebody else"};
    if (diagnosis.number == kDeadlock) throw failure_of("40001", diagnosis.said);
    if (diagnosis.number == kLockWait) throw failure_of("55P03", diagnosis.said);
    throw failure_of(diagnosis.state, diagnosis.said);
  }
};

// One that frees itself.
struct Odbc::Statement {
  explicit Statement(const Handles& of) : owner(of) {
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, owner.connection, &handle)))
      owner.fail(SQL_HANDLE_DBC, owner.connection);
    SQLSetStmtAttr(handle, SQL_ATTR_QUERY_TIMEOUT, as_pointer(owner.answer_seconds), 0);
  }
  ~Statement() { SQLFreeHandle(SQL_HANDLE_STMT, handle); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  void must(SQLRETURN code) const {
    if (!SQL_SUCCEEDED(code) && code != SQL_NO_DATA) owner.fail(SQL_HANDLE_STMT, handle);
  }
  // False: there are no more rows.
  bool fetch() const {
    const SQLRETURN code = SQLFetch(handle);
    must(code);
    return code != SQL_NO_DATA;
  }
  SQLSMALLINT columns() const {
    SQLSMALLINT count = 0;
    must(SQLNumResultCols(handle, &count));
    return count;
  }
  SQLSMALLINT type_of(SQLUSMALLINT column) const {
    SQLCHAR name[kLongestName];
    SQLSMALLINT length = 0, type = 0, scale = 0, nullable = 0;
    SQLULEN size = 0;
    must(SQLDescribeCol(handle, column, name, sizeof name, &length, &type, &size, &scale, &nullable));
    return type;
  }
  // Of the row that stands fetched; from 1.
  Value value_at(SQLUSMALLINT column) const {
    std::u16string text;
    char16_t part[512];
    for (;;) {
      SQLLEN length = 0;
      const SQLRETURN code = SQLGetData(handle, column, SQL_C_WCHAR, part, sizeof part, &length);
      if (code == SQL_NO_DATA) break;
      must(code);
      if (length == SQL_NULL_DATA) return {};
      constexpr size_t kRoom = sizeof part / sizeof part[0] - 1;  // its end is a zero
      // A driver may have something to say about a value that is whole.
      const bool is_whole =
          code == SQL_SUCCESS || (length >= 0 && static_cast<size_t>(length) <= kRoom * sizeof(char16_t));
      text.append(part, is_whole ? static_cast<size_t>(length) / sizeof(char16_t) : kRoom);
      if (is_whole) break;
    }
    return value_of(reads_of(type_of(column)), from_utf16(text));
  }

  const Handles& owner;
  SQLHSTMT handle = SQL_NULL_HSTMT;
};

Odbc::Odbc(const std::string& source, std::chrono::milliseconds answer_within)
    : handles_(std::make_unique<Handles>()) {
  Handles& my = *handles_;
  my.answer_seconds = static_cast<SQLULEN>(std::chrono::ceil<std::chrono::seconds>(answer_within).count());
  SQLSetConnectAttr(my.connection, SQL_ATTR_LOGIN_TIMEOUT, as_pointer(kLoginSeconds), 0);
  SQLSetConnectAttr(my.connection, SQL_ATTR_CONNECTION_TIMEOUT, as_pointer(my.answer_seconds), 0);
  const std::string text = source.find('=') == std::string::npos ? "DSN=" + source : source;
  SQLCHAR whole[1024];
  SQLSMALLINT length = 0;
  if (!SQL_SUCCEEDED(SQLDriverConnect(my.connection, nullptr, characters(text), SQL_NTS, whole, sizeof whole,
                                      &length, SQL_DRIVER_NOPROMPT))) {
    const std::string state = diagnosis_of(SQL_HANDLE_DBC, my.connection).state;
    Failure failure = failure_of(state, "");
    const bool is_known = failure.kind == Kind::away;
    throw Failure{Kind::away,
                  is_known ? failure.message : "the database cannot be reached or does not let us in"};
  }
  my.is_connected = true;
  if (!SQL_SUCCEEDED(
          SQLSetConnectAttr(my.connection, SQL_ATTR_AUTOCOMMIT, as_pointer(SQL_AUTOCOMMIT_OFF), 0)))
    throw Failure{Kind::refused, "the driver has no transactions"};
  const std::string system = to_lower_ascii(my.info(SQL_DBMS_NAME));
  my.is_sqlite = system.find("sqlite") != std::string::npos;
  my.is_postgres = system.find("postgres") != std::string::npos;
  SQLUINTEGER usage = 0;
  SQLGetInfo(my.connection, SQL_SCHEMA_USAGE, &usage, sizeof usage, nullptr);
  my.has_schemas = usage != 0;
  const std::string quote = my.info(SQL_IDENTIFIER_QUOTE_CHAR);
  my.dialect = {quote.empty() || quote == " " ? '"' : quote[0],
                "",
                "VARCHAR(255) NOT NULL UNIQUE",
                "VARCHAR(255)",
                "DECIMAL(18,2)",
                "SMALLINT",
                "DATE",
                my.info(SQL_PROCEDURES) == "Y",
                false};
}

Odbc::~Odbc() = default;

const Dialect& Odbc::dialect() const {
  return handles_->dialect;
}

void Odbc::begin() {}  // it begins with the first statement

void Odbc::commit() {
  try {
    const Handles& my = *handles_;
    if (my.is_dead() || !SQL_SUCCEEDED(SQLEndTran(SQL_HANDLE_DBC, my.connection, SQL_COMMIT)) || my.is_dead())
      my.fail(SQL_HANDLE_DBC, my.connection);
  } catch (const Failure& failure) {
    // Only these are certain not to have been committed; of the rest a driver may know no more than we do.
    if (failure.is_constraint || failure.kind == Kind::contended) throw;
    throw Failure{Kind::lost, failure.message};
  }
}

void Odbc::roll_back() noexcept {
  SQLEndTran(SQL_HANDLE_DBC, handles_->connection, SQL_ROLLBACK);
}

void Odbc::execute(const Statement& statement, const std::string& text, std::vector<Parameter>& parameters) {
  statement.must(SQLPrepare(statement.handle, characters(text), SQL_NTS));
  SQLUSMALLINT index = 0;
  for (Parameter& parameter : parameters) {
    SQLSMALLINT type = 0, scale = 0, nullable = 0;
    SQLULEN size = 0;
    const SQLRETURN told = SQLDescribeParam(statement.handle, ++index, &type, &size, &scale, &nullable);
    // What a driver takes all parameters for says nothing about this one.
    if (SQL_SUCCEEDED(told) && type != 0 && kept_by(type, false) != Column::Keeps::text)
      parameter.sql_type = type;
    statement.must(SQLBindParameter(statement.handle, index, SQL_PARAM_INPUT, parameter.c_type,
                                    parameter.sql_type, parameter.size, parameter.scale, parameter.bytes(),
                                    std::max<SQLLEN>(0, parameter.length), &parameter.length));
  }
  statement.must(SQLExecute(statement.handle));
}

std::vector<Database::Row> Odbc::query(const std::string& text, const std::vector<Value>& values,
                                       size_t most) {
  std::vector<Parameter> parameters(values.begin(), values.end());
  const Statement statement(*handles_);
  SQLSetStmtAttr(statement.handle, SQL_ATTR_MAX_ROWS, as_pointer(most), 0);
  execute(statement, text, parameters);
  std::vector<Row> rows;
  const SQLSMALLINT count = statement.columns();
  while (rows.size() < most && statement.fetch()) {
    Row row;
    for (SQLSMALLINT i = 1; i <= count; ++i) row.push_back(statement.value_at(static_cast<SQLUSMALLINT>(i)));
    rows.push_back(std::move(row));
  }
  return rows;
}

int64_t Odbc::run(const std::string& text, const std::vector<Value>& values) {
  std::vector<Parameter> parameters(values.begin(), values.end());
  const Statement statement(*handles_);
  execute(statement, text, parameters);
  SQLLEN changed = 0;
  SQLRowCount(statement.handle, &changed);
  SQLRETURN more = SQL_SUCCESS;
  while (SQL_SUCCEEDED(more = SQLMoreResults(statement.handle))) {
  }
  statement.must(more);
  return std::max<SQLLEN>(0, changed);
}

std::vector<Column> Odbc::columns(const std::string& table) {
  std::vector<Column> found;
  const Statement statement(*handles_);
  try {
    const std::string text = "SELECT * FROM " + quoted(table, dialect()) + " WHERE 1 = 0";
    statement.must(SQLExecDirect(statement.handle, characters(text), SQL_NTS));
  } catch (const Failure& failure) {
    if (failure.kind == Kind::refused) return {};
    throw;
  }
  const auto count = static_cast<SQLUSMALLINT>(statement.columns());
  for (SQLUSMALLINT i = 1; i <= count; ++i) {
    SQLCHAR name[kLongestName] = {}, type_name[kLongestName] = {};
    SQLSMALLINT length = 0, type = 0, scale = 0, nullable = 0;
    SQLULEN size = 0;
    statement.must(
        SQLDescribeCol(statement.handle, i, name, sizeof name, &length, &type, &size, &scale, &nullable));
    SQLColAttribute(statement.handle, i, SQL_DESC_TYPE_NAME, type_name, sizeof type_name, &length, nullptr);
    const auto keeps = kept_by(type, handles_->is_sqlite);
    found.push_back({reinterpret_cast<const char*>(name), reinterpret_cast<const char*>(type_name), keeps,
                     keeps == Column::Keeps::decimal ? scale : -1});
  }
  return found;
}

bool Odbc::is_unique(const std::string& table, const std::vector<std::string>& columns) {
  const Statement statement(*handles_);
  const std::string name(own_name(table)), owner(owner_of(table));
  SQLCHAR* const given = owner.empty() ? nullptr : characters(owner);
  const SQLSMALLINT length = owner.empty() ? 0 : SQL_NTS;
  statement.must(SQLStatistics(statement.handle, handles_->has_schemas ? nullptr : given,
                               handles_->has_schemas ? SQLSMALLINT{0} : length,
                               handles_->has_schemas ? given : nullptr,
                               handles_->has_schemas ? length : SQLSMALLINT{0}, characters(name), SQL_NTS,
                               SQL_INDEX_UNIQUE, SQL_QUICK));
  constexpr SQLUSMALLINT kNonUnique = 4, kIndexName = 6, kColumnName = 9;
  std::map<std::string, std::set<std::string>> indexes;
  while (statement.fetch()) {
    const std::string non_unique = to_display(statement.value_at(kNonUnique));  // in the order of the columns
    const std::string index = statement.value_at(kIndexName).text_or("");
    const std::string column = statement.value_at(kColumnName).text_or("");
    if (non_unique == "0" && !column.empty()) indexes[index].insert(column);
  }
  const std::set<std::string> wanted(columns.begin(), columns.end());
  return std::any_of(indexes.begin(), indexes.end(),
                     [&](const auto& index) { return index.second == wanted; });
}

void Odbc::call(const std::string& procedure, const std::vector<Value>& arguments) {
  const std::string call = "call " + quoted(procedure, dialect()) + "(" + places(arguments.size()) + ")";
  // PostgreSQL's driver takes ODBC's own form for a function, and selects it.
  run(handles_->is_postgres ? call : "{" + call + "}", arguments);
}

}  // namespace mailroom::connectors::sql
