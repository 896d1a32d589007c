// Which database a URL means, by its scheme: sqlite:FILE, postgresql://…, mysql://… or mariadb://…, odbc:DSN
// or odbc:CONNECTION STRING. Thread safe.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "connectors/sql/database.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors::sql {

enum class Scheme { sqlite, postgresql, mariadb, odbc };

class Source {
 public:
  // Looks at the text only. Throws Error{usage, "setting_invalid"}, which names `key` and no part of the URL.
  Source(const std::string& url, std::string_view key, const Surroundings& around,
         std::chrono::milliseconds answer_within);

  Scheme scheme() const { return scheme_; }
  // A connection stands open between two pieces of work; a file is opened for each.
  bool is_kept_open() const { return scheme_ != Scheme::sqlite; }
  // `create`: a SQLite file that is missing is made, with its folder. Throws Failure.
  std::unique_ptr<Database> open(bool create = false) const;

 private:
  Scheme scheme_;
  std::string url_;  // never shown
  std::filesystem::path file_;
  Networks private_networks_;
  std::chrono::milliseconds answer_within_;
};

}  // namespace mailroom::connectors::sql
