#include "connectors/sql/open.h"

#include "connectors/settings.h"
#include "connectors/sql/mariadb.h"
#include "connectors/sql/odbc.h"
#include "connectors/sql/postgres.h"
#include "connectors/sql/sqlite.h"

namespace mailroom::connectors::sql {

namespace {

constexpr std::string_view kSqlite = "sqlite:", kOdbc = "odbc:";

Scheme scheme_of(const std::string& url, std::string_view key) {
  const auto begins = [&](std::string_view with) {
    return url.starts_with(with) && url.size() > with.size();
  };
  if (begins(kSqlite)) return Scheme::sqlite;
  if (begins("postgresql://") || begins("postgres://")) return Scheme::postgresql;
  if (begins("mysql://") || begins("mariadb://")) return Scheme::mariadb;
  if (begins(kOdbc)) return Scheme::odbc;
  throw setting_invalid(key, "sqlite:FILE, postgresql://…, mysql://…, mariadb://… or odbc:DSN");
}

}  // namespace

Source::Source(const std::string& url, std::string_view key, const Surroundings& around,
               std::chrono::milliseconds answer_within)
    : scheme_(scheme_of(url, key)),
      url_(url),
      private_networks_(around.private_networks),
      answer_within_(answer_within) {
  if (scheme_ == Scheme::sqlite) file_ = (around.site_folder / url.substr(kSqlite.size())).lexically_normal();
}

std::unique_ptr<Database> Source::open(bool create) const {
  switch (scheme_) {
    case Scheme::sqlite: {
      std::error_code ignored;
      if (!create && !std::filesystem::exists(file_, ignored))
        throw Failure{
            Failure::Kind::refused,
            "the database that 'sql' names does not exist; make it, or let it be made with 'create: true'"};
      if (create) std::filesystem::create_directories(file_.parent_path(), ignored);
      return std::make_unique<Sqlite>(file_, create);
    }
    case Scheme::postgresql:
      return std::make_unique<Postgres>(url_, private_networks_, answer_within_);
    case Scheme::mariadb:
      return std::make_unique<Mariadb>(MariadbUrl::parse(url_), private_networks_, answer_within_);
    case Scheme::odbc:
      break;
  }
  return std::make_unique<Odbc>(url_.substr(kOdbc.size()), answer_within_);
}

}  // namespace mailroom::connectors::sql
