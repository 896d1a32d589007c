// SQL as the store speaks it: a connection that keeps its prepared statements (Database), one use of a
// statement (Query), and who runs transactions on connections (Engine). sqlite_database.h implements it; all
// statements are written once, in the words of daemon/sql_dialect.h.
//
// A Database is used by one thread at a time; an Engine is thread safe. Errors are Error{machine, "store_…"}.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/failpoint.h"
#include "daemon/sql_dialect.h"

namespace mailroom::daemon {

enum class Access { write, look };

// A prepared statement of an engine. Parameters count from 1, columns from 0.
class Statement {
 public:
  virtual ~Statement() = default;
  virtual void bind_text(int parameter, std::string_view text) = 0;
  virtual void bind_integer(int parameter, int64_t number) = 0;
  virtual void bind_blob(int parameter, std::string_view bytes) = 0;
  virtual void bind_null(int parameter) = 0;
  virtual bool step() = 0;                         // true: a row
  virtual int64_t changed() const = 0;             // rows, once step() has said false
  virtual void reset() noexcept = 0;               // ready for its next use
  virtual std::string text(int column) const = 0;  // of a text or a blob; a null is empty
  virtual int64_t integer(int column) const = 0;
  virtual bool is_null(int column) const = 0;
  // For who copies rows without knowing them.
  enum class Kind { null, integer, text, blob };
  virtual Kind kind(int column) const = 0;
  virtual int columns() const = 0;
};

// One use of a prepared statement: bind in order, step, read columns in order. Resets it at the end.
class Query {
 public:
  explicit Query(Statement& statement) : statement_(statement) {}
  ~Query() { statement_.reset(); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& bind(std::string_view text) { return statement_.bind_text(next_++, text), *this; }
  Query& bind(const char* text) { return bind(std::string_view(text)); }
  Query& bind(const std::string& text) { return bind(std::string_view(text)); }
  Query& bind(int64_t number) { return statement_.bind_integer(next_++, number), *this; }
  Query& bind(int number) { return bind(static_cast<int64_t>(number)); }
  Query& bind(Instant instant) { return bind(instant.microseconds); }
  Query& bind(std::optional<Instant> instant) { return instant ? bind(*instant) : bind_null(); }
  Query& bind_null() { return statement_.bind_null(next_++), *this; }
  Query& bind_blob(std::string_view bytes) { return statement_.bind_blob(next_++, bytes), *this; }

  bool step() { return statement_.step(); }  // true: a row
  // For statements that write: how many rows they changed.
  int64_t run() {
    while (step()) {
    }
    return statement_.changed();
  }

  std::string text(int column) const { return statement_.text(column); }
  std::string blob(int column) const { return statement_.text(column); }
  int64_t integer(int column) const { return statement_.integer(column); }
  Instant instant(int column) const { return {integer(column)}; }
  bool is_null(int column) const { return statement_.is_null(column); }
  int columns() const { return statement_.columns(); }
  Statement::Kind kind(int column) const { return statement_.kind(column); }

 private:
  Statement& statement_;
  int next_ = 1;
};

class Database {
 public:
  virtual ~Database() = default;

  // Statements are kept by their text: it must be one of few. Only one use of a statement at a time.
  Query query(std::string_view sql);
  // A statement that is not kept.
  std::unique_ptr<Statement> once(const std::string& sql) { return prepare(in_dialect(dialect(), sql)); }
  virtual void run(const std::string& script) = 0;
  virtual bool has_table(std::string_view name) = 0;
  // What the engine's own check of its files finds; none: they are sound, or it has no such check.
  virtual std::vector<std::string> damage() { return {}; }
  // Until the end of the transaction nobody else holds this name.
  virtual void lock(std::string_view name) = 0;
  virtual Dialect dialect() const = 0;

 protected:
  virtual std::unique_ptr<Statement> prepare(const std::string& sql) = 0;
  // Before the connection is closed.
  void forget_statements() { statements_.clear(); }

 private:
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, std::unique_ptr<Statement>, TextHash, std::equal_to<>> statements_;
};

// Before a commit, and after it took effect but before anybody is told (base/failpoint.h): of every engine.
extern const Failpoint kCommitFailpoint, kCommittedFailpoint;
// What an engine throws for a failpoint's errno.
[[noreturn]] void fail_commit(int error);

// What a power cut may take back of a commit. `now`: nothing, it is on disk when write() returns.
// `with_next`: all of it, until the next commit that is `now`, which takes every one before it along. For
// what is simply done again from what came before it, and may take effect twice when a connection is lost;
// whoever lets somebody outside know of it, or sends something because of it, commits `now` first.
enum class Lasts { now, with_next };

// Runs transactions. Bodies may be run more than once (somebody else was faster, a connection was lost), so
// they change nothing but the database and what they fill anew each time; they do not call the engine.
class Engine {
 public:
  virtual ~Engine() = default;
  // One transaction. True: `body` said so and all of it is committed. False or an exception: nothing of it
  // is.
  virtual bool write(const std::function<bool(Database&)>& body, Lasts lasts) = 0;
  bool write(const std::function<bool(Database&)>& body) { return write(body, Lasts::now); }
  // Each statement sees what was committed before it.
  virtual void read(const std::function<void(Database&)>& body) = 0;
  // All statements see one state of the data.
  virtual void read_snapshot(const std::function<void(Database&)>& body) = 0;
  // What rows held that are gone or changed is in none of its files any more, as far as that is up to it.
  virtual void forget_old_pages() {}

  // Other daemons may work in it too.
  virtual bool is_shared() const { return false; }
  // A hint to them that there is work, which may get lost; never waits.
  virtual void announce() {}
  // Called on a thread of the engine when another one announced something; an empty function ends it.
  virtual void on_announcement(std::function<void()> /*heard*/) {}
};

}  // namespace mailroom::daemon
