// Look-ups in a database: rows of one table by columns that are equal, that begin with a text or that are
// like it. Whether they are like it is judged here and not there, so that every database does alike; what is
// compared is narrowed by the other two first. Read only: everything is rolled back.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "connectors/lookup.h"
#include "connectors/sql/open.h"

namespace mailroom::connectors {

class SqlLookup final : public Lookup {
 public:
  SqlLookup(const Context& settings, const Surroundings& around);
  Finding look_up(const Question& question) override;

 private:
  Finding ask(const Question& question);
  Finding judged(const std::vector<sql::Database::Row>& rows, const Question& question) const;

  sql::Source source_;
  std::string table_;
  std::vector<std::string> columns_;
  Decimal least_score_;
  std::mutex mutex_;  // one connection, one question at a time
  std::unique_ptr<sql::Database> database_;
};

}  // namespace mailroom::connectors
