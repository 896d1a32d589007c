#include "daemon/postgres_database.h"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <charconv>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
#include "base/text.h"

namespace mailroom::daemon {

namespace {

constexpr int kOldestServer = 150'000;

// Type OIDs of what our columns and expressions give (pg_type.dat).
constexpr Oid kBool = 16, kBytes = 17, kInt8 = 20, kInt2 = 21, kInt4 = 23;

struct Result {
  explicit Result(PGresult* given) : handle(given) {}
  ~Result() { PQclear(handle); }
  Result(const Result&) = delete;
  Result& operator=(const Result&) = delete;
  PGresult* handle;
};

bool is_good(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

// The server takes no text that is not UTF-8 or holds a NUL; what an outside system answered may.
std::string as_text(std::string_view text) {
  if (is_valid_utf8(text) && text.find('\0') == std::string_view::npos) return std::string(text);
  std::string plain;
  for (const char c : text) plain += c > 0 ? c : '?';
  return plain;
}

}  // namespace

class PostgresDatabase::Prepared final : public Statement {
 public:
  Prepared(const PostgresDatabase& database, std::string name)
      : database_(database), name_(std::move(name)) {}
  ~Prepared() override { reset(); }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  void bind_text(int parameter, std::string_view text) override { put(parameter, as_text(text), 0); }
  void bind_integer(int parameter, int64_t number) override { put(parameter, std::to_string(number), 0); }
  void bind_blob(int parameter, std::string_view bytes) override { put(parameter, std::string(bytes), 1); }
  void bind_null(int parameter) override { put(parameter, {}, 0, true); }

  bool step() override {
    if (result_ == nullptr) execute();
    return ++row_ < PQntuples(result_);
  }
  int64_t changed() const override {
    const std::string_view text = PQcmdTuples(result_);
    int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
  }
  void reset() noexcept override {
    PQclear(result_);
    result_ = nullptr;
    parameters_.clear();
  }

  std::string text(int column) const override {
    return {PQgetvalue(result_, row_, column), static_cast<size_t>(PQgetlength(result_, row_, column))};
  }
  int64_t integer(int column) const override {
    if (is_null(column)) return 0;
    const auto* bytes = reinterpret_cast<const unsigned char*>(PQgetvalue(result_, row_, column));
    switch (PQftype(result_, column)) {
      case kInt8:
      case kInt4:
      case kInt2:
        return big_endian(bytes, PQgetlength(result_, row_, column));
      case kBool:
        return bytes[0];
      default:
        throw Error(Fault::machine, "store_failed", "a column is no integer: CAST it in the statement");
    }
  }
  bool is_null(int column) const override { return PQgetisnull(result_, row_, column) != 0; }
  int columns() const override { return PQnfields(result_); }
  Kind kind(int column) const override {
    if (is_null(column)) return Kind::null;
    switch (PQftype(result_, column)) {
      case kInt8:
      case kInt4:
      case kInt2:
      case kBool:
        return Kind::integer;
      case kBytes:
        return Kind::blob;
      default:
        return Kind::text;
    }
  }

 private:
  struct Parameter {
    std::string value;
    int format = 0;  // 0: text, 1: binary
    bool is_null = false;
  };
  static int64_t big_endian(const unsigned char* bytes, int length) {
    uint64_t value = (bytes[0] & 0x80) != 0 ? ~0ull : 0;
    for (int i = 0; i < length; ++i) value = value << 8 | bytes[i];
    return static_cast<int64_t>(value);
  }
  void put(int parameter, std::string value, int format, bool is_null = false) {
    const auto index = static_cast<size_t>(parameter - 1);
    if (parameters_.size() <= index) parameters_.resize(index + 1);
    parameters_[index] = {std::move(value), format, is_null};
  }
  void execute() {
    std::vector<const char*> values;
    std::vector<int> lengths, formats;
    for (const Parameter& parameter : parameters_) {
      values.push_back(parameter.is_null ? nullptr : parameter.value.c_str());
      lengths.push_back(static_cast<int>(parameter.value.size()));
      formats.push_back(parameter.format);
    }
    result_ = PQexecPrepared(database_.handle_, name_.c_str(), static_cast<int>(values.size()), values.data(),
                             lengths.data(), formats.data(), 1);
    row_ = -1;
    if (!is_good(result_)) database_.fail(result_);
  }

  const PostgresDatabase& database_;
  std::string name_;
  std::vector<Parameter> parameters_;
  PGresult* result_ = nullptr;
  int row_ = -1;
};

PostgresDatabase::PostgresDatabase(const std::string& url, Access access)
    : session_("mailroom " + new_uuid(SystemClock())) {
  // What the URL does not say. A host that is cut off is noticed within half a minute.
  const std::array keywords = {
      "connect_timeout",  "keepalives_idle", "keepalives_interval", "keepalives_count",
      "tcp_user_timeout", "dbname",          "application_name",    static_cast<const char*>(nullptr)};
  const std::array values = {
      "5", "10", "5", "3", "30000", url.c_str(), session_.c_str(), static_cast<const char*>(nullptr)};
  handle_ = PQconnectdbParams(keywords.data(), values.data(), 1);
  try {
    introduce(access);
  } catch (...) {
    PQfinish(handle_);
    throw;
  }
}

void PostgresDatabase::introduce(Access access) {
  if (PQstatus(handle_) != CONNECTION_OK) fail(nullptr);
  PQsetErrorVerbosity(handle_, PQERRORS_TERSE);
  PQsetNoticeProcessor(
      handle_, [](void*, const char*) {}, nullptr);  // what matters comes as an error
  if (PQserverVersion(handle_) < kOldestServer) {
    throw Error(Fault::usage, "store_server_old",
                "the PostgreSQL server is older than version 15: " +
                    std::to_string(PQserverVersion(handle_) / 10'000),
                {}, "point 'store' at a server of version 15 or later");
  }
  run("SET client_min_messages = warning; SET client_encoding = 'UTF8'; SET DateStyle = ISO;"
      " SET idle_in_transaction_session_timeout = '60s'");
  // Our statements are short and walk an index: planning them anew each time costs more than running them.
  run("SET plan_cache_mode = force_generic_plan; SET jit = off");
  for (const char* setting : {"synchronous_commit", "fsync"}) {
    const Result shown(PQexec(handle_, (std::string("SHOW ") + setting).c_str()));
    if (!is_good(shown.handle)) fail(shown.handle);
    const std::string value = PQgetvalue(shown.handle, 0, 0);
    if (value == "off") {
      throw Error(Fault::usage, "store_unsafe",
                  std::string("the PostgreSQL server has ") + setting +
                      "=off for this role: a power cut would lose what was said to be stored",
                  {},
                  std::string("set it on: ALTER SYSTEM SET ") + setting + " = on; SELECT pg_reload_conf()");
    }
    // Whoever changes it while we run does not change it for us.
    if (setting == std::string_view("synchronous_commit")) run("SET synchronous_commit = " + value);
  }
  if (access == Access::look) run("SET default_transaction_read_only = on");
}

PostgresDatabase::~PostgresDatabase() {
  forget_statements();
  PQfinish(handle_);
}

bool PostgresDatabase::tells_of_loss(const pg_result* result) const {
  if (result != nullptr && is_good(result)) return false;
  const char* code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  // No code: libpq's own words. Class 08: connections; 57P01 to 57P03: the server stops or is not up yet.
  const std::string_view state = code ? code : "08";
  lost_ = lost_ || PQstatus(handle_) != CONNECTION_OK || state.substr(0, 2) == "08" ||
          state.substr(0, 3) == "57P";
  return lost_;
}

void PostgresDatabase::fail(const pg_result* result) const {
  const char* said = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
  const char* code = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  const std::string state = code ? code : "";
  const std::string reason = said ? said : std::string(trim(PQerrorMessage(handle_)));
  if (tells_of_loss(result)) {
    throw Error(Fault::machine, "store_unreachable", "the PostgreSQL server cannot be reached: " + reason, {},
                "check that it runs and may be reached from here; nothing was lost, work goes on by itself");
  }
  // 23505: somebody else wrote the row between our look and our writing.
  if (state == "40001" || state == "40P01" || state == "23505") {
    throw Error(Fault::machine, "store_contended", "two transactions were in each other's way: " + reason);
  }
  if (state == "53100") {
    throw Error(Fault::machine, "disk_full", "no room to write the store: " + reason, {},
                "free space on the PostgreSQL server; nothing was lost, work goes on by itself");
  }
  if (state == "25006" || state == "42501") {
    throw Error(Fault::machine, "store_unwritable", "the store may not be written: " + reason, {},
                "give the role the rights to its schema, and point 'store' at the primary server");
  }
  if (state.rfind("XX", 0) == 0) {
    throw Error(Fault::machine, "store_damaged", "the store is damaged: " + reason, {},
                "stop the daemons and restore the last backup");
  }
  throw Error(Fault::machine, "store_failed", "the store failed: " + reason + " (" + state + ")");
}

std::unique_ptr<Statement> PostgresDatabase::prepare(const std::string& sql) {
  std::string name = "s" + std::to_string(++prepared_);
  const Result result(PQprepare(handle_, name.c_str(), sql.c_str(), 0, nullptr));
  if (!is_good(result.handle)) fail(result.handle);
  return std::make_unique<Prepared>(*this, std::move(name));
}

void PostgresDatabase::run(const std::string& script) {
  const Result result(PQexec(handle_, script.c_str()));
  if (!is_good(result.handle)) fail(result.handle);
}

void PostgresDatabase::commit() {
  const Result result(PQexec(handle_, "COMMIT"));
  if (tells_of_loss(result.handle)) throw CommitLost{};
  if (!is_good(result.handle)) fail(result.handle);
  // A transaction in which a statement failed ends like this, without an error.
  if (PQcmdStatus(result.handle) != std::string_view("COMMIT")) {
    throw Error(Fault::machine, "store_failed", "a transaction that had failed was committed");
  }
}

void PostgresDatabase::roll_back() noexcept {
  const Result result(PQexec(handle_, "ROLLBACK"));
  tells_of_loss(result.handle);
}

bool PostgresDatabase::has_table(std::string_view name) {
  Query query = this->query("SELECT to_regclass(?) IS NOT NULL");
  return query.bind(name).step() && query.integer(0) != 0;
}

void PostgresDatabase::lock(std::string_view name) {
  query("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))").bind(name).run();
}

bool PostgresDatabase::wait_for_notice(int stop_descriptor, int milliseconds) {
  std::array<pollfd, 2> waited = {pollfd{PQsocket(handle_), POLLIN, 0}, pollfd{stop_descriptor, POLLIN, 0}};
  ::poll(waited.data(), waited.size(), milliseconds);
  if (PQconsumeInput(handle_) == 0) fail(nullptr);
  bool any = false;
  while (PGnotify* notice = PQnotifies(handle_)) {
    any = any || notice->be_pid != PQbackendPID(handle_);
    PQfreemem(notice);
  }
  return any;
}

}  // namespace mailroom::daemon
