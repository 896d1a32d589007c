// Who works on what: claims under leases, for machines and for clerks.
#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

#include "daemon/sql_store.h"

namespace mailroom::daemon {

namespace {

// One look for work, and its claim.
struct Probe {
  Work::Kind kind;
  std::string sql;              // binds: holder, until, how many,
  bool is_timed = false;        // then the time,
  bool is_of_workflow = false;  // then a workflow
};

std::string table_of(Work::Kind kind) {
  return kind == Work::Kind::advance ? "cases" : kind == Work::Kind::unpack ? "items" : "documents";
}

// The picked rows stand in a table of their own: PostgreSQL looks once, whatever its plan.
Probe probe(Work::Kind kind, const std::string& where, const std::string& order,
            const std::string& also = {}) {
  const std::string table = table_of(kind);
  const std::string urgency = kind == Work::Kind::advance ? "due_at" : "lease_token";
  return {kind,
          "WITH next AS MATERIALIZED (SELECT id FROM " + table + " WHERE " + where + " ORDER BY " + order +
              " LIMIT ?3 FOR UPDATE SKIP LOCKED) UPDATE " + table +
              " SET lease_holder = ?1, lease_until = ?2, lease_token = lease_token + 1" + also +
              " FROM next WHERE " + table + ".id = next.id RETURNING " + table + ".id, lease_token, " +
              urgency,
          where.find("?4") != std::string::npos, where.find("?5") != std::string::npos};
}

// Work whose holder died goes before new work. Each probe walks an index in its order and stops at what it
// takes, however much waits behind it.
const Probe& of_cases(bool is_urgent) {
  static const auto kProbe = [](std::string where) {
    where += " AND workflow = ?5 AND due_at IS NOT NULL AND ";
    where += kReady;
    where += " <= ?4";
    std::string order = kReady;
    order += ", id";
    return probe(Work::Kind::advance, where, order);
  };
  static const Probe kUrgent = kProbe("urgent = 1"), kOther = kProbe("urgent = 0");
  return is_urgent ? kUrgent : kOther;
}

const std::vector<Probe>& of_filing() {
  static const std::vector<Probe> kProbes = {
      probe(Work::Kind::file, "state = 'read' AND lease_until <= ?4", "lease_until, id"),
      probe(Work::Kind::file, "state = 'read' AND lease_until IS NULL", "id"),
  };
  return kProbes;
}

// Between inboxes: sql_turns.cc.
const std::vector<Probe>& of_documents() {
  static const std::string kAttempt = ", attempts = attempts + 1";
  using Kind = Work::Kind;
  static const std::vector<Probe> kProbes = {
      probe(Kind::read, "state = 'received' AND lease_until <= ?4", "lease_until, turn, id", kAttempt),
      probe(Kind::read, "state = 'received' AND lease_until IS NULL", "turn, id", kAttempt),
      probe(Kind::unpack, "state = 'arrived' AND lease_until <= ?4", "lease_until, turn, id"),
      probe(Kind::unpack, "state = 'arrived' AND lease_until IS NULL", "turn, id"),
  };
  return kProbes;
}

struct Due {
  Work::Kind kind;
  std::string_view sql;
};

// When work of a kind falls due: 0 is now.
const std::array kDues = {
    Due{Work::Kind::advance, Rotation::when_due(true)},
    Due{Work::Kind::advance, Rotation::when_due(false)},
    Due{Work::Kind::advance, "SELECT min(until) FROM destinations"},
    Due{Work::Kind::file,
        "SELECT CAST(0 AS INTEGER) FROM documents WHERE state = 'read' AND lease_until IS NULL LIMIT 1"},
    Due{Work::Kind::file, "SELECT min(lease_until) FROM documents WHERE state = 'read'"},
    Due{Work::Kind::read,
        "SELECT CAST(0 AS INTEGER) FROM documents WHERE state = 'received' AND lease_until IS NULL LIMIT 1"},
    Due{Work::Kind::read, "SELECT min(lease_until) FROM documents WHERE state = 'received'"},
    Due{Work::Kind::unpack,
        "SELECT CAST(0 AS INTEGER) FROM items WHERE state = 'arrived' AND lease_until IS NULL LIMIT 1"},
    Due{Work::Kind::unpack, "SELECT min(lease_until) FROM items WHERE state = 'arrived'"},
};

bool is_among(Work::Kind kind, Takes takes) {
  const bool is_of_cases = kind == Work::Kind::advance || kind == Work::Kind::file;
  return takes == Takes::all || is_of_cases == (takes == Takes::cases);
}

// Statements on the row that a claim is on; the last three that they bind: id, holder, token.
struct HeldRow {
  explicit HeldRow(Work::Kind kind)
      : look("SELECT 1 FROM " + table_of(kind) + kWhere + " FOR UPDATE"),
        renew("UPDATE " + table_of(kind) + " SET lease_until = ?" + kWhere),
        // An attempt that was handed back does not count.
        release("UPDATE " + table_of(kind) + " SET lease_holder = NULL, lease_until = ?" +
                (kind == Work::Kind::read ? ", attempts = attempts - 1" : "") + kWhere) {}
  static constexpr const char* kWhere = " WHERE id = ? AND lease_holder = ? AND lease_token = ?";
  std::string look, renew, release;
};

const HeldRow& row_of(Work::Kind kind) {
  static const HeldRow kCase(Work::Kind::advance), kItem(Work::Kind::unpack), kRead(Work::Kind::read),
      kFile(Work::Kind::file);
  switch (kind) {
    case Work::Kind::advance:
      return kCase;
    case Work::Kind::unpack:
      return kItem;
    case Work::Kind::read:
      return kRead;
    case Work::Kind::file:
      break;
  }
  return kFile;
}

thread_local UnderClaim* under_claim = nullptr;

}  // namespace

UnderClaim::UnderClaim(const Work& work) : work_(work) {
  under_claim = this;
}
UnderClaim::~UnderClaim() {
  under_claim = nullptr;
}
UnderClaim* UnderClaim::current() {
  return under_claim;
}

namespace {

// One claim under way.
struct Claiming {
  Database& database;
  const std::string& holder;
  Instant now, until;
  size_t most;
  std::vector<std::pair<int64_t, Work>>& batch;  // each with its place in the order

  void take(const Probe& probe, size_t at_most, const std::string& workflow = {}) {
    Query query = database.query(probe.sql);
    query.bind(holder).bind(until).bind(static_cast<int64_t>(at_most));
    if (probe.is_timed) query.bind(now);
    if (probe.is_of_workflow) query.bind(workflow);
    while (query.step())
      batch.push_back({query.integer(2), {probe.kind, query.text(0), holder, query.integer(1)}});
  }

  bool take_first(const std::vector<Probe>& probes) {
    for (const Probe& probe : probes) {
      take(probe, most);
      if (!batch.empty()) return true;
    }
    return false;
  }

  // Of workflows that follow each other each its share of what is wanted, and what some leave goes to the
  // others. The last that was served.
  std::optional<Rotation::Turn> take_shares(std::vector<Rotation::Turn> turns) {
    std::optional<Rotation::Turn> served;
    while (!turns.empty() && batch.size() < most) {
      std::vector<Rotation::Turn> have_more;
      for (size_t i = 0; i < turns.size() && batch.size() < most; ++i) {
        const size_t left = turns.size() - i, before = batch.size();
        const size_t share = (most - before + left - 1) / left;
        take(of_cases(turns[i].is_urgent), share, turns[i].workflow);
        if (batch.size() > before) served = turns[i];
        if (batch.size() == before + share) have_more.push_back(turns[i]);
      }
      turns = std::move(have_more);
    }
    return served;
  }

  // Whoever is next and has something. Others may hold all that was ready of those who were looked for.
  std::optional<Rotation::Turn> take_turns(const Rotation& rotation, int wanted) {
    const auto turns = rotation.next(database, now, wanted);
    if (auto served = take_first_of(turns)) return served;
    const bool is_all = turns.size() < static_cast<size_t>(wanted);
    return is_all ? std::nullopt
                  : take_first_of(rotation.next(database, now, std::numeric_limits<int>::max()));
  }

  // A batch is of one kind, and of one urgency.
  std::optional<Rotation::Turn> take_first_of(const std::vector<Rotation::Turn>& turns) {
    for (auto turn = turns.begin(); turn != turns.end();) {
      if (turn->is_filing) {
        if (take_first(of_filing())) return *turn;
        ++turn;
        continue;
      }
      const auto other = std::find_if(turn, turns.end(), [&](const Rotation::Turn& one) {
        return one.is_filing || one.is_urgent != turn->is_urgent;
      });
      if (auto served = take_shares({turn, other})) return served;
      turn = other;
    }
    return {};
  }
};

}  // namespace

// What is nearest to its end goes first: a document before a new item, so that nothing piles up in the
// middle.
std::vector<Work> SqlStore::claim(const std::string& holder, Instant now, Instant until, int most,
                                  Takes takes) {
  std::vector<std::pair<int64_t, Work>> batch;
  std::optional<Rotation::Turn> served;
  const auto body = [&](Database& database) {
    batch.clear();
    served.reset();
    Claiming claiming{database, holder, now, until, static_cast<size_t>(most), batch};
    if (takes != Takes::documents) served = claiming.take_turns(rotation_, most);
    return served || (takes != Takes::cases && claiming.take_first(of_documents()));
  };
  // A power cut that takes it back takes the holder too; where the database is on another host that lost it,
  // the commit finds that neither holder nor token are those of the row.
  engine_->write(body, Lasts::with_next);
  if (served) rotation_.had(*served);
  // RETURNING promises no order.
  std::sort(batch.begin(), batch.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second.id) < std::tie(b.first, b.second.id);
  });
  std::vector<Work> works;
  for (auto& [due, work] : batch) works.push_back(std::move(work));
  return works;
}

bool SqlStore::renew(const Work& work, Instant until) {
  const auto body = [&](Database& database) {
    Query query = database.query(row_of(work.kind).renew);
    return query.bind(until).bind(work.id).bind(work.holder).bind(work.token).run() > 0;
  };
  return engine_->write(body, Lasts::with_next);
}

bool SqlStore::is_held(Database& database, const Work& work) {
  // Locked until the end: nobody claims it between this look and the commit.
  Query query = database.query(row_of(work.kind).look);
  return query.bind(work.id).bind(work.holder).bind(work.token).step();
}

std::optional<Instant> SqlStore::next_due(Takes takes) {
  return read([&](Database& database) -> std::optional<Instant> {
    std::optional<Instant> next;
    for (const auto& [kind, sql] : kDues) {
      if (next == Instant{0}) break;  // nothing comes before now
      if (!is_among(kind, takes)) continue;
      Query query = database.query(sql);
      if (query.step() && !query.is_null(0))
        next = std::min(next.value_or(query.instant(0)), query.instant(0));
    }
    return next;
  });
}

void SqlStore::must_answer() {
  (void)next_due();
  engine_->write([](Database&) { return false; }, Lasts::with_next);
}

void SqlStore::release(const Work& work, std::optional<Instant> rest) {
  const auto body = [&](Database& database) {
    Query query = database.query(row_of(work.kind).release);
    return query.bind(rest).bind(work.id).bind(work.holder).bind(work.token).run() > 0;
  };
  engine_->write(body, Lasts::with_next);
}

void SqlStore::release_all(const std::string& daemon) {
  engine_->write([&](Database& database) {
    for (const std::string_view sql :
         {"UPDATE cases SET lease_holder = NULL, lease_until = NULL WHERE lease_holder >= ? AND lease_holder "
          "< ?",
          "UPDATE documents SET lease_holder = NULL, lease_until = NULL WHERE lease_holder >= ?"
          " AND lease_holder < ?",
          "UPDATE items SET lease_holder = NULL, lease_until = NULL WHERE lease_holder >= ? AND lease_holder "
          "< ?"}) {
      database.query(sql).bind(daemon + "/").bind(daemon + "0").run();  // '0' follows '/'
    }
    database
        .query(
            "UPDATE documents SET state = 'received', attempts = 0 WHERE state = 'filed' AND object <> ''"
            " AND id IN (SELECT f.document_id FROM filings f JOIN cases c ON c.id = f.case_id"
            " WHERE c.state = 'reading')")
        .run();
    return true;
  });
}

void SqlStore::end_rests(Instant longest) {
  engine_->write([&](Database& database) {
    for (const std::string_view sql :
         {"UPDATE cases SET lease_until = NULL WHERE lease_holder IS NULL AND lease_until > ?",
          "UPDATE documents SET lease_until = NULL WHERE lease_holder IS NULL AND lease_until > ?",
          "UPDATE items SET lease_until = NULL WHERE lease_holder IS NULL AND lease_until > ?"}) {
      database.query(sql).bind(longest).run();
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
          "SELECT id FROM cases WHERE state = 'awaiting_review' AND standing <> 'on hold'"
          " AND (?1 = '' OR queue = ?1)"
          " AND (review_by IS NULL OR review_by = ?2 OR review_until <= ?3)"
          " ORDER BY CASE WHEN review_by = ?2 AND review_until > ?3 THEN 0 ELSE 1 END, urgent DESC, due IS "
          "NULL, due, id LIMIT 1 FOR UPDATE SKIP LOCKED");
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
