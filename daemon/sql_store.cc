// The part that the case runner uses.
#include "daemon/sql_store.h"

#include <set>
#include <tuple>

#include "base/error.h"
#include "base/ids.h"
#include "base/json.h"
#include "daemon/sql_schema.h"
#include "daemon/standing.h"

namespace mailroom::daemon {

using workflows::CaseChange;
using workflows::CaseRecord;

std::string folded_for_index(std::string_view value) {
  std::string folded;
  for (char c : value) {
    if (c == ' ' || c == '-' || c == '\t') continue;
    folded += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return folded;
}

SqlStore::SqlStore(std::unique_ptr<Engine> engine, const SiteKey& key, const Clock& clock, Access access)
    : engine_(std::move(engine)), key_(key), clock_(clock) {
  if (access == Access::write) {
    migrate(*engine_, key, clock.now());
  } else {
    require_version(*engine_);
  }
  check_key(access);
}

void SqlStore::check_key(Access access) {
  const std::string expected = key_.index("mark", "site key");
  const std::string found = read([](Database& database) {
    Query query = database.query("SELECT value FROM marks WHERE name = 'site key'");
    return query.step() ? query.text(0) : std::string();
  });
  if (found.empty() && access == Access::write) {
    engine_->write([&](Database& database) {
      database.query("INSERT INTO marks VALUES ('site key', ?) ON CONFLICT DO NOTHING").bind(expected).run();
      return true;
    });
    return check_key(Access::look);  // of two that start together one is the first
  }
  if (!found.empty() && found != expected) {
    throw Error(Fault::usage, "site_key_wrong", "this site's key is not the one that the store was made with",
                {}, "copy data/site.key from the daemon that made the store, or from the backup");
  }
}

std::optional<CaseRecord> SqlStore::load(const std::string& case_id) {
  UnderClaim* const claim = UnderClaim::current();
  const CaseRecord* known = claim != nullptr ? claim->known(case_id) : nullptr;
  if (known != nullptr && is_newest(*known)) return *known;
  auto record = load_stored(case_id);
  if (claim != nullptr && record) claim->know(*record);
  return record;
}

// Nobody committed it since, and it was not erased.
bool SqlStore::is_newest(const CaseRecord& record) {
  return read([&](Database& database) {
    Query query = database.query("SELECT revision FROM cases WHERE id = ? AND length(body) > 0");
    return query.bind(record.id).step() && query.integer(0) == record.revision;
  });
}

std::optional<CaseRecord> SqlStore::load_stored(const std::string& case_id) {
  return read([&](Database& database) -> std::optional<CaseRecord> {
    Query query = database.query("SELECT body, revision FROM cases WHERE id = ?");
    query.bind(case_id);
    if (!query.step()) return {};
    if (query.blob(0).empty()) throw Error(Fault::usage, "erased", "this case was erased");
    CaseRecord record = workflows::case_from_value(opened(database, "case:" + case_id, query.blob(0)));
    record.revision = query.integer(1);
    return record;
  });
}

std::optional<std::string> SqlStore::find_open(const std::string& workflow, const std::string& join_key) {
  return read([&](Database& database) -> std::optional<std::string> {
    Query query =
        database.query("SELECT min(case_id) FROM join_keys WHERE workflow = ? AND hash = ? AND open = 1");
    query.bind(workflow).bind(key_.index("join", folded_for_index(join_key)));
    if (!query.step() || query.is_null(0)) return {};
    return query.text(0);
  });
}

std::optional<std::string> SqlStore::find_closed(const std::string& workflow, const std::string& join_key) {
  return read([&](Database& database) -> std::optional<std::string> {
    Query query =
        database.query("SELECT max(case_id) FROM join_keys WHERE workflow = ? AND hash = ? AND open = 0");
    query.bind(workflow).bind(key_.index("join", folded_for_index(join_key)));
    if (!query.step() || query.is_null(0)) return {};
    return query.text(0);
  });
}

std::vector<std::string> SqlStore::filed_in(const std::string& document_id) {
  return read([&](Database& database) -> std::vector<std::string> {
    Query query =
        database.query("SELECT DISTINCT case_id FROM filings WHERE document_id = ? ORDER BY case_id");
    query.bind(document_id);
    std::vector<std::string> cases;
    while (query.step()) cases.push_back(query.text(0));
    return cases;
  });
}

std::string SqlStore::new_case_number(int year) {
  int64_t serial = 0;
  const auto body = [&](Database& database) {
    Query query = database.query(
        "INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = counters.value + 1"
        " RETURNING value");
    query.bind("case:" + std::to_string(year));
    while (query.step()) serial = query.integer(0);
    return true;
  };
  engine_->write(body, Lasts::with_next);  // the commit of its case takes it along
  return case_number(year, serial);
}

}  // namespace mailroom::daemon
