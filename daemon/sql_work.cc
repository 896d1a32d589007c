// Who works on what: claims under leases, for machines and for clerks.
#include <algorithm>
#include <array>

#include "daemon/sql_store.h"

namespace mailroom::daemon {

namespace {

struct Kind {
  Work::Kind kind;
  std::string_view find;  // the next id; binds: now
  std::string_view take;  // binds: holder, until, id
};

// What is nearest to its end goes first: a case before a new document, a document before a new item, so that
// nothing piles up in the middle.
constexpr std::array kKinds = {
    Kind{Work::Kind::advance,
         "SELECT id FROM cases WHERE due_at <= ?1 AND (lease_until IS NULL OR lease_until <= ?1)"
         " ORDER BY urgent DESC, due_at, id LIMIT 1",
         "UPDATE cases SET lease_holder = ?, lease_until = ? WHERE id = ?"},
    Kind{Work::Kind::file,
         "SELECT id FROM documents WHERE state = 'read' AND (lease_until IS NULL OR lease_until <= ?)"
         " ORDER BY id LIMIT 1",
         "UPDATE documents SET lease_holder = ?, lease_until = ? WHERE id = ?"},
    Kind{Work::Kind::read,
         "SELECT id FROM documents WHERE state = 'received' AND (lease_until IS NULL OR lease_until <= ?)"
         " ORDER BY id LIMIT 1",
         "UPDATE documents SET lease_holder = ?, lease_until = ?, attempts = attempts + 1 WHERE id = ?"},
    Kind{Work::Kind::unpack,
         "SELECT id FROM items WHERE state = 'arrived' AND (lease_until IS NULL OR lease_until <= ?)"
         " ORDER BY id LIMIT 1",
         "UPDATE items SET lease_holder = ?, lease_until = ? WHERE id = ?"},
};

}  // namespace

std::optional<Work> SqlStore::claim(const std::string& holder, Instant now, Instant until) {
  std::optional<Work> work;
  engine_->write([&](Database& database) {
    work.reset();
    for (const Kind& kind : kKinds) {
      std::string id;
      {
        Query query = database.query(kind.find);
        if (!query.bind(now).step()) continue;
        id = query.text(0);
      }
      database.query(kind.take).bind(holder).bind(until).bind(id).run();
      work = Work{kind.kind, id};
      return true;
    }
    return false;
  });
  return work;
}

std::optional<Instant> SqlStore::next_due() {
  return read([&](Database& database) -> std::optional<Instant> {
    std::optional<Instant> next;
    const auto consider = [&](std::string_view sql) {
      Query query = database.query(sql);
      if (query.step() && !query.is_null(0))
        next = std::min(next.value_or(query.instant(0)), query.instant(0));
    };
    consider(
        "SELECT due_at FROM cases WHERE due_at IS NOT NULL AND lease_until IS NULL ORDER BY due_at LIMIT 1");
    consider(
        "SELECT min(CASE WHEN due_at > lease_until THEN due_at ELSE lease_until END) FROM cases WHERE due_at "
        "IS NOT NULL AND lease_until NOTNULL");
    consider("SELECT min(coalesce(lease_until, 0)) FROM documents WHERE state IN ('received', 'read')");
    consider("SELECT min(coalesce(lease_until, 0)) FROM items WHERE state = 'arrived'");
    return next;
  });
}

void SqlStore::release(const Work& work, const std::string& holder, std::optional<Instant> rest) {
  const std::string_view sql =
      work.kind == Work::Kind::advance
          ? "UPDATE cases SET lease_holder = NULL, lease_until = ? WHERE id = ? AND lease_holder = ?"
      : work.kind == Work::Kind::unpack
          ? "UPDATE items SET lease_holder = NULL, lease_until = ? WHERE id = ? AND lease_holder = ?"
          : "UPDATE documents SET lease_holder = NULL, lease_until = ?,"
            " attempts = attempts - CASE state WHEN 'received' THEN 1 ELSE 0 END WHERE id = ? AND "
            "lease_holder = ?";
  engine_->write([&](Database& database) {
    return database.query(sql).bind(rest).bind(work.id).bind(holder).run() > 0;
  });
}

void SqlStore::release_all() {
  engine_->write([&](Database& database) {
    for (const std::string_view sql :
         {"UPDATE cases SET lease_holder = NULL, lease_until = NULL WHERE lease_until NOTNULL",
          "UPDATE documents SET lease_holder = NULL, lease_until = NULL WHERE lease_until NOTNULL",
          "UPDATE items SET lease_holder = NULL, lease_until = NULL WHERE lease_until NOTNULL",
          "UPDATE documents SET state = 'received', attempts = 0 WHERE state = 'filed' AND object <> '' AND "
          "id "
          "IN"
          " (SELECT f.document_id FROM filings f JOIN cases c ON c.id = f.case_id WHERE c.state = "
          "'reading')"}) {
      database.query(sql).run();
    }
    return true;
  });
}

bool SqlStore::lease_review(const std::string& case_id, const Lease& lease, Instant now) {
  return engine_->write([&](Database& database) {
    const int64_t changed = database
                                .query(
                                    "UPDATE cases SET review_by = ?1, review_until = ?2 WHERE id = ?3 AND "
                                    "state = 'awaiting_review'"
                                    " AND (review_by IS NULL OR review_by = ?1 OR review_until <= ?4)")
                                .bind(lease.holder)
                                .bind(lease.until)
                                .bind(case_id)
                                .bind(now)
                                .run();
    if (changed == 0) return false;
    append_audit(database, case_id,
                 {"review_leased", lease.holder, now, {{"until", to_rfc3339(lease.until)}}});
    return true;
  });
}

std::optional<std::string> SqlStore::lease_next_review(const std::string& queue, const Lease& lease,
                                                       Instant now) {
  std::string id;
  const bool found = engine_->write([&](Database& database) {
    {
      // What a clerk holds already comes first: asking twice does not take two.
      Query query = database.query(
          "SELECT id FROM cases WHERE state = 'awaiting_review' AND (?1 = '' OR queue = ?1)"
          " AND (review_by IS NULL OR review_by = ?2 OR review_until <= ?3)"
          " ORDER BY CASE WHEN review_by = ?2 AND review_until > ?3 THEN 0 ELSE 1 END, urgent DESC, due IS "
          "NULL, due, id LIMIT 1");
      query.bind(queue).bind(lease.holder).bind(now);
      if (!query.step()) return false;
      id = query.text(0);
    }
    database.query("UPDATE cases SET review_by = ?, review_until = ? WHERE id = ?")
        .bind(lease.holder)
        .bind(lease.until)
        .bind(id)
        .run();
    append_audit(database, id, {"review_leased", lease.holder, now, {{"until", to_rfc3339(lease.until)}}});
    return true;
  });
  return found ? std::optional(id) : std::nullopt;
}

void SqlStore::release_review(const std::string& case_id, const std::string& holder) {
  engine_->write([&](Database& database) {
    const int64_t changed =
        database
            .query("UPDATE cases SET review_by = NULL, review_until = NULL WHERE id = ? AND review_by = ?")
            .bind(case_id)
            .bind(holder)
            .run();
    if (changed == 0) return false;
    append_audit(database, case_id, {"review_released", holder, clock_.now(), {}});
    return true;
  });
}

}  // namespace mailroom::daemon
