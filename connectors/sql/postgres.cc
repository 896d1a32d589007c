#include "connectors/sql/postgres.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "connectors/sql/guard.h"
#include "connectors/sql/names.h"
#include "connectors/sql/value.h"

namespace mailroom::connectors::sql {

namespace {

using Kind = Failure::Kind;

// The server gives up first: its answer tells what became of the statement.
constexpr std::chrono::seconds kGrace{2};

// Type OIDs (pg_type.dat).
constexpr Oid kBool = 16, kInt8 = 20, kInt2 = 21, kInt4 = 23, kFloat4 = 700, kFloat8 = 701, kDate = 1082,
              kNumeric = 1700;

Reads reads_of(Oid type) {
  switch (type) {
    case kInt2:
    case kInt4:
    case kInt8:
    case kFloat4:
    case kFloat8:
    case kNumeric:
      return Reads::number;
    case kBool:
      return Reads::tick;
    case kDate:
      return Reads::date;
    default:
      return Reads::text;
  }
}

// Every host of the URL, where it names any.
void must_be_allowed_hosts(const std::string& url, const Networks& private_networks) {
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(
      PQconninfoParse(url.c_str(), nullptr), PQconninfoFree);
  if (!options)
    throw Failure{Kind::refused,
                  "the database's URL cannot be read: expected postgresql://USER@HOST/DATABASE"};
  for (const PQconninfoOption* one = options.get(); one->keyword != nullptr; ++one) {
    const std::string_view keyword = one->keyword;
    if (one->val == nullptr || (keyword != "host" && keyword != "hostaddr")) continue;
    for (const std::string_view host : split(one->val, ','))
      must_be_allowed(std::string(host), private_networks);
  }
}

Column::Keeps kept_by(const std::string& type) {
  if (type == "smallint" || type == "integer" || type == "bigint") return Column::Keeps::integer;
  if (type == "real" || type == "double precision") return Column::Keeps::binary;
  if (type == "numeric") return Column::Keeps::decimal;
  if (type == "text" || type.starts_with("character")) return Column::Keeps::text;
  return Column::Keeps::other;
}

}  // namespace

Postgres::Postgres(const std::string& url, const Networks& private_networks,
                   std::chrono::milliseconds answer_within)
    : handle_(nullptr, PQfinish), answer_within_(answer_within) {
  must_be_allowed_hosts(url, private_networks);
  const std::string silence = std::to_string((answer_within + kGrace).count());
  const std::array keywords = {
      "connect_timeout",  "keepalives_idle", "keepalives_interval",       "keepalives_count",
      "tcp_user_timeout", "dbname",          "fallback_application_name", static_cast<const char*>(nullptr)};
  const std::array values = {
      "5", "10", "5", "3", silence.c_str(), url.c_str(), "mailroom", static_cast<const char*>(nullptr)};
  handle_.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (PQstatus(handle_.get()) != CONNECTION_OK) {
    // Which of the two it was libpq tells in its words alone: with an answer of the server's they hold
    // "FATAL".
    const std::string_view said = PQerrorMessage(handle_.get());
    const bool was_answered = said.find("FATAL") != std::string_view::npos;
    throw Failure{Kind::away,
                  was_answered ? "the database server does not let us in: check role, password and database"
                               : "the database server cannot be reached"};
  }
  must_be_allowed_peer(PQsocket(handle_.get()), private_networks);
  PQsetnonblocking(handle_.get(), 1);
  PQsetNoticeProcessor(
      handle_.get(), [](void*, const char*) {}, nullptr);  // what matters comes as an error
  const std::string limit = std::to_string(answer_within.count());
  run("SET client_encoding = 'UTF8'", {});
  run("SET DateStyle = ISO", {});
  run("SET statement_timeout = " + limit, {});
  run("SET lock_timeout = " + limit, {});
  run("SET idle_in_transaction_session_timeout = '60s'", {});
  // Whoever may lose a second of commits elsewhere must not lose what we call delivered.
  const auto shown = query("SHOW synchronous_commit", {}, 1);
  if (!shown.empty() && shown[0][0].text_or("") == "off") run("SET synchronous_commit = local", {});
}

const Dialect& Postgres::dialect() const {
  static const Dialect kDialect = {'"',    "",  "TEXT NOT NULL UNIQUE", "TEXT", "NUMERIC", "BOOLEAN",
                                   "DATE", true};
  return kDialect;
}

void Postgres::begin() {
  run("BEGIN", {});
}

void Postgres::commit() {
  const Result result = exchange("COMMIT", {});
  // A transaction in which a statement failed ends like this, without an error.
  if (PQcmdStatus(result.get()) != std::string_view("COMMIT"))
    throw Failure{Kind::refused, "a transaction that had failed was committed"};
}

void Postgres::roll_back() noexcept {
  try {
    if (PQtransactionStatus(handle_.get()) != PQTRANS_IDLE) run("ROLLBACK", {});
  } catch (const Failure&) {
    // The server rolls back what it hears no more of.
  }
}

bool Postgres::wait(short events, std::chrono::steady_clock::time_point until) const {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
  pollfd waited{PQsocket(handle_.get()), events, 0};
  return left.count() > 0 && ::poll(&waited, 1, static_cast<int>(left.count())) != 0;
}

Postgres::Result Postgres::answer() {
  const auto until = std::chrono::steady_clock::now() + answer_within_ + kGrace;
  const auto silent = [] { return Failure{Kind::lost, "the database did not answer in time"}; };
  for (int flushed = 1; flushed != 0;) {
    flushed = PQflush(handle_.get());
    if (flushed < 0) fail(nullptr);
    if (flushed == 0) break;
    if (!wait(POLLIN | POLLOUT, until)) throw silent();
    if (PQconsumeInput(handle_.get()) == 0) fail(nullptr);
  }
  Result last(nullptr, PQclear);
  for (;;) {
    while (PQisBusy(handle_.get()) != 0) {
      if (!wait(POLLIN, until)) throw silent();
      if (PQconsumeInput(handle_.get()) == 0) fail(nullptr);
    }
    Result next(PQgetResult(handle_.get()), PQclear);
    if (!next) return last;
    last = std::move(next);
  }
}

Postgres::Result Postgres::exchange(const std::string& statement, const std::vector<Value>& parameters) {
  std::vector<std::optional<std::string>> texts;
  for (const Value& one : parameters) texts.push_back(bound_text(one));
  std::vector<const char*> values;
  for (const auto& text : texts) {
    if (text && text->find('\0') != std::string::npos)  // it would end there, unsaid
      throw Failure{Kind::refused, "a text holds a character that PostgreSQL keeps in none (U+0000)"};
    values.push_back(text ? text->c_str() : nullptr);
  }
  const std::string numbered = with_numbered_parameters(statement);
  if (PQsendQueryParams(handle_.get(), numbered.c_str(), static_cast<int>(values.size()), nullptr,
                        values.data(), nullptr, nullptr, 0) == 0)
    fail(nullptr);
  Result result = answer();
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(result.get());
  return result;
}

void Postgres::fail(const pg_result* result) const {
  const auto field = [&](int code) {
    const char* text = result != nullptr ? PQresultErrorField(result, code) : nullptr;
    return std::string(text != nullptr ? text : "");
  };
  const std::string state = field(PG_DIAG_SQLSTATE);
  if (state.empty() || PQstatus(handle_.get()) != CONNECTION_OK)
    throw Failure{Kind::lost, "the connection to the database was lost"};
  std::string named = field(PG_DIAG_CONSTRAINT_NAME);
  if (named.empty()) named = field(PG_DIAG_COLUMN_NAME);
  throw failure_of(state, named.empty() ? "" : "constraint \"" + named + "\"");
}

std::vector<Database::Row> Postgres::query(const std::string& statement, const std::vector<Value>& parameters,
                                           size_t most) {
  const Result result = exchange(statement, parameters);
  std::vector<Row> rows;
  const int count = static_cast<int>(std::min<size_t>(static_cast<size_t>(PQntuples(result.get())), most));
  for (int i = 0; i < count; ++i) {
    Row row;
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      row.push_back(PQgetisnull(result.get(), i, column) != 0
                        ? Value()
                        : value_of(reads_of(PQftype(result.get(), column)),
                                   {PQgetvalue(result.get(), i, column),
                                    static_cast<size_t>(PQgetlength(result.get(), i, column))}));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

int64_t Postgres::run(const std::string& statement, const std::vector<Value>& parameters) {
  const Result result = exchange(statement, parameters);
  const std::string_view text = PQcmdTuples(result.get());
  int64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

std::vector<Column> Postgres::columns(const std::string& table) {
  // numeric(p, s) keeps s in the low bits of its type modifier (numeric.c).
  std::vector<Column> found;
  for (const Row& row : query("SELECT attname::text, format_type(atttypid, NULL), CASE WHEN atttypmod >= 4 "
                              "THEN (atttypmod - 4) & 2047 ELSE -1 END "
                              "FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT "
                              "attisdropped ORDER BY attnum",
                              {quoted(table, dialect())}, 2000)) {
    const std::string type = row[1].text_or("");
    const auto keeps = kept_by(type);
    const auto scale = keeps == Column::Keeps::decimal ? row[2].number().to_integer().value_or(-1) : -1;
    found.push_back({row[0].text_or(""), type, keeps, static_cast<int>(scale)});
  }
  return found;
}

bool Postgres::is_unique(const std::string& table, const std::vector<std::string>& columns) {
  std::vector<std::string> wanted = columns;
  std::sort(wanted.begin(), wanted.end());
  return !query(
              "SELECT 1 FROM pg_index i WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indisvalid "
              "AND "
              "i.indpred IS NULL AND i.indexprs IS NULL AND (SELECT string_agg(a.attname, ',' ORDER BY "
              "a.attname COLLATE \"C\") "
              "FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey::int2[]) AND "
              "array_position(i.indkey::int2[], a.attnum) < i.indnkeyatts) = ?",
              {quoted(table, dialect()), join(wanted, ",")}, 1)
              .empty();
}

void Postgres::call(const std::string& procedure, const std::vector<Value>& arguments) {
  // Functions are selected, procedures called; of several of one name the arguments decide, and the kind is
  // the first's.
  const std::string owner(owner_of(procedure));
  const auto kind = query(
      "SELECT prokind::text FROM pg_proc WHERE proname = ? AND (? = '' OR pronamespace = (SELECT oid FROM "
      "pg_namespace "
      "WHERE nspname = ?)) AND (? <> '' OR pg_function_is_visible(oid)) ORDER BY prokind LIMIT 1",
      {std::string(own_name(procedure)), owner, owner, owner}, 1);
  const bool is_procedure = kind.empty() || kind[0][0].text_or("") == "p";
  run((is_procedure ? "CALL " : "SELECT ") + quoted(procedure, dialect()) + "(" + places(arguments.size()) +
          ")",
      arguments);
}

}  // namespace mailroom::connectors::sql
