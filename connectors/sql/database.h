// A database as the `sql` connector and look-ups see it: one connection, one transaction at a time,
// parameters always bound. There is an adapter for each (sqlite.h, postgres.h, mariadb.h, odbc.h); open.h
// picks it.
//
// Every function may throw Failure (failure.h) and nothing else. A connection that was lost stays lost: throw
// it away. One thread at a time. Numbers go over as their decimal text, never as binary floating point.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "connectors/sql/failure.h"

namespace mailroom::connectors::sql {

struct Column {
  std::string name;
  std::string type;  // as the database calls it
  enum class Keeps {
    text,     // what it is given
    integer,  // whole numbers
    decimal,  // with `scale` digits after the point
    binary,   // floating point: never an amount
    other     // dates, booleans …
  } keeps = Keeps::other;
  int scale = -1;  // -1: as many as there are
};

// What stands for what in a database's SQL.
struct Dialect {
  char quote = '"';
  std::string_view row_number;  // a column that every row has ("rowid"); empty: none
  // Types for a table's columns: of the key, a text, a number, a tick, a date.
  std::string_view key_type, text_type, number_type, tick_type, date_type;
  bool has_procedures = true;
  bool has_limit = true;  // "LIMIT n" at a query's end
};

class Database {
 public:
  using Row = std::vector<Value>;

  virtual ~Database() = default;
  virtual const Dialect& dialect() const = 0;

  virtual void begin() = 0;
  virtual void commit() = 0;
  // Whatever is open; does nothing after a loss.
  virtual void roll_back() noexcept = 0;

  // `?` stands for a parameter: null, a text, a number, true or false, a date or time. Gives at most `most`
  // rows: numbers as decimals, dates as dates, ticks where the database has them, everything else as text.
  virtual std::vector<Row> query(const std::string& statement, const std::vector<Value>& parameters,
                                 size_t most) = 0;
  // The same for what gives no rows; how many were changed. An update that finds a row and nothing to change
  // in it may count it or not.
  virtual int64_t run(const std::string& statement, const std::vector<Value>& parameters) = 0;
  // Of a table, "awards" or "finance.awards"; empty if there is none that we may see.
  virtual std::vector<Column> columns(const std::string& table) = 0;
  // Whether no two rows can have the same in these columns.
  virtual bool is_unique(const std::string& table, const std::vector<std::string>& columns) = 0;
  // Runs a stored procedure, or a function where the database tells the two apart; what it returns is
  // dropped.
  virtual void call(const std::string& procedure, const std::vector<Value>& arguments) = 0;
  // Whether a commit that went well has to be looked for all the same.
  virtual bool needs_proof() const { return false; }
  // Why rows of this table could not be taken back or would not last; empty if nothing speaks against it.
  virtual std::string unsafe(const std::string& /*table*/) { return {}; }
};

}  // namespace mailroom::connectors::sql
