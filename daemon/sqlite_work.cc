// Who works on what: claims under leases, for machines and for clerks.
#include <algorithm>
#include <array>

#include "daemon/sqlite_store.h"

namespace mailroom::daemon {

namespace {

struct Kind {
  Work::Kind kind;
  std::string_view find;  // the next id; binds: now, now
  std::string_view take;  // binds: holder, until, id
};

// What is nearest to its end goes first: a case before a new document, a document before a new item, so that
// nothing piles up in the middle.
constexpr std::array kKinds = {
    Kind{Work::Kind::advance,
         "SELECT id FROM cases WHERE due_at <= ? AND (lease_until IS NULL OR lease_until <= ?)"
         " ORDER BY urgent DESC, due_at, id LIMIT 1",
         "UPDATE cases SET lease_holder = ?, lease_until = ? WHERE id = ?"},
    Kind{Work::Kind::file,
         "SELECT id FROM documents WHERE state = 'read' AND ?1 = ?1 AND (lease_until IS NULL OR lease_until "
         "<= ?2)"
         " ORDER BY id LIMIT 1",
         "UPDATE documents SET lease_holder = ?, lease_until = ? WHERE id = ?"},
    Kind{Work::Kind::read,
         "SELECT id FROM documents WHERE state = 'received' AND ?1 = ?1 AND"
         " (lease_until IS NULL OR lease_until <= ?2) ORDER BY id LIMIT 1",
         "UPDATE documents SET lease_holder = ?, lease_until = ?, attempts = attempts + 1 WHERE id = ?"},
    Kind{Work::Kind::unpack,
         "SELECT id FROM items WHERE state = 'arrived' AND ?1 = ?1 AND (lease_until IS NULL OR lease_until "
         "<= ?2)"
         " ORDER BY id LIMIT 1",
         "UPDATE items SET lease_holder = ?, lease_until = ? WHERE id = ?"},
};

}  // namespace

std::optional<Work> SqliteStore::claim(const std::string& holder, Instant now, Instant until) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  for (const Kind& kind : kKinds) {
    std::string id;
    {
      Query query = database_.query(kind.find);
      query.bind(now).bind(now);
      if (!query.step()) continue;
      id = query.text(0);
    }
    database_.query(kind.take).bind(holder).bind(until).bind(id).run();
    transaction.commit();
    return Work{kind.kind, id};
  }
  return {};
}

std::optional<Instant> SqliteStore::next_due() {
  const std::lock_guard lock(mutex_);
  std::optional<Instant> next;
  const auto consider = [&](std::string_view sql) {
    Query query = database_.query(sql);
    if (query.step() && !query.is_null(0)) next = std::min(next.value_or(query.instant(0)), query.instant(0));
  };
  consider(
      "SELECT due_at FROM cases WHERE due_at IS NOT NULL AND lease_until IS NULL ORDER BY due_at LIMIT 1");
  consider(
      "SELECT min(max(due_at, lease_until)) FROM cases WHERE due_at IS NOT NULL AND lease_until NOTNULL");
  consider("SELECT min(coalesce(lease_until, 0)) FROM documents WHERE state IN ('received', 'read')");
  consider("SELECT min(coalesce(lease_until, 0)) FROM items WHERE state = 'arrived'");
  return next;
}

void SqliteStore::release(const Work& work, const std::string& holder, std::optional<Instant> rest) {
  const std::lock_guard lock(mutex_);
  const std::string_view sql =
      work.kind == Work::Kind::advance
          ? "UPDATE cases SET lease_holder = NULL, lease_until = ? WHERE id = ? AND lease_holder = ?"
      : work.kind == Work::Kind::unpack
          ? "UPDATE items SET lease_holder = NULL, lease_until = ? WHERE id = ? AND lease_holder = ?"
          : "UPDATE documents SET lease_holder = NULL, lease_until = ?,"
            " attempts = attempts - (state = 'received') WHERE id = ? AND lease_holder = ?";
  database_.query(sql).bind(rest).bind(work.id).bind(holder).run();
}

void SqliteStore::release_all() {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  for (const std::string_view sql :
       {"UPDATE cases SET lease_holder = NULL, lease_until = NULL WHERE lease_until NOTNULL",
        "UPDATE documents SET lease_holder = NULL, lease_until = NULL WHERE lease_until NOTNULL",
        "UPDATE items SET lease_holder = NULL, lease_until = NULL WHERE lease_until NOTNULL",
        "UPDATE documents SET state = 'received', attempts = 0 WHERE state = 'filed' AND object <> '' AND id "
        "IN"
        " (SELECT f.document_id FROM filings f JOIN cases c ON c.id = f.case_id WHERE c.state = "
        "'reading')"}) {
    database_.query(sql).run();
  }
  transaction.commit();
}

bool SqliteStore::lease_review(const std::string& case_id, const Lease& lease, Instant now) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  database_
      .query(
          "UPDATE cases SET review_by = ?1, review_until = ?2 WHERE id = ?3 AND state = 'awaiting_review'"
          " AND (review_by IS NULL OR review_by = ?1 OR review_until <= ?4)")
      .bind(lease.holder)
      .bind(lease.until)
      .bind(case_id)
      .bind(now)
      .run();
  if (database_.changes() == 0) return false;
  append_audit(case_id, {"review_leased", lease.holder, now, {{"until", to_rfc3339(lease.until)}}});
  transaction.commit();
  return true;
}

std::optional<std::string> SqliteStore::lease_next_review(const std::string& queue, const Lease& lease,
                                                          Instant now) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  std::string id;
  {
    // What a clerk holds already comes first: asking twice does not take two.
    Query query = database_.query(
        "SELECT id FROM cases WHERE state = 'awaiting_review' AND (?1 = '' OR queue = ?1)"
        " AND (review_by IS NULL OR review_by = ?2 OR review_until <= ?3)"
        " ORDER BY (review_by = ?2 AND review_until > ?3) DESC, urgent DESC, due IS NULL, due, id LIMIT 1");
    query.bind(queue).bind(lease.holder).bind(now);
    if (!query.step()) return {};
    id = query.text(0);
  }
  database_.query("UPDATE cases SET review_by = ?, review_until = ? WHERE id = ?")
      .bind(lease.holder)
      .bind(lease.until)
      .bind(id)
      .run();
  append_audit(id, {"review_leased", lease.holder, now, {{"until", to_rfc3339(lease.until)}}});
  transaction.commit();
  return id;
}

void SqliteStore::release_review(const std::string& case_id, const std::string& holder) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_);
  database_.query("UPDATE cases SET review_by = NULL, review_until = NULL WHERE id = ? AND review_by = ?")
      .bind(case_id)
      .bind(holder)
      .run();
  if (database_.changes() == 0) return;
  append_audit(case_id, {"review_released", holder, clock_.now(), {}});
  transaction.commit();
}

}  // namespace mailroom::daemon
