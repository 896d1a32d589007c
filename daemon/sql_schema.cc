#include "daemon/sql_schema.h"

#include <array>

#include "base/error.h"
#include "daemon/sql_keys.h"

namespace mailroom::daemon {

namespace {

struct Step {
  const char* name;
  const char* script;                                    // in the words of sql_dialect.h
  const char* sqlite;                                    // what only this engine needs, run after it
  const char* postgres;                                  // likewise
  void (*rewrite)(Database&, const SiteKey&) = nullptr;  // what no statement can do, after both
};

// Times are microseconds since 1970 (UTC), dates ISO texts, `body` and `reading` sealed JSON, keyed hashes
// hex. rank and standing: daemon/standing.h. lease_until without a holder: not to be claimed before.
// items.turn, documents.turn: daemon/sql_turns.cc. join_keys.open: a closed case keeps its keys for late
// documents. deliveries.revision: of the case when it was written; parked: waits for its destination, urgent
// ones first.
constexpr Step kHands = {"hands", R"sql(
ALTER TABLE deliveries ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN parked INTEGER NOT NULL DEFAULT 0;
CREATE INDEX deliveries_parked ON deliveries(name, urgent DESC, id) WHERE parked = 1;
ALTER TABLE items ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
DROP INDEX items_ready;
DROP INDEX documents_ready;
CREATE INDEX items_ready ON items(lease_until, turn, id) WHERE state = 'arrived';
CREATE INDEX items_turn ON items(turn) WHERE state = 'arrived';
CREATE INDEX documents_ready ON documents(state, lease_until, turn, id)
  WHERE state = 'received' OR state = 'read';
CREATE INDEX documents_turn ON documents(turn) WHERE state = 'received';
ALTER TABLE join_keys ADD COLUMN open INTEGER NOT NULL DEFAULT 1;
CREATE TABLE destinations(
  name TEXT PRIMARY KEY, until INTEGER, revision INTEGER NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE holds(subject TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE workflow_versions(
  workflow TEXT NOT NULL, version INTEGER NOT NULL, digest TEXT NOT NULL, kept INTEGER NOT NULL,
  body TEXT NOT NULL, PRIMARY KEY (workflow, version)
) WITHOUT ROWID;
CREATE INDEX cases_open ON cases(workflow, version, id) WHERE rank <= 2;
)sql",
                         "", ""};

// keys.leaf: daemon/sql_keys.h. objects.erased: nobody's any more. destroyed: keys that every copy of the
// site's keys has to destroy, in this order. deliveries.said: sealed under the case's key. A body of no
// bytes: erased.
constexpr Step kErasing = {"erasing", R"sql(
ALTER TABLE keys RENAME TO old_keys;
CREATE TABLE keys(owner TEXT PRIMARY KEY, leaf INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE object_keys(
  address TEXT NOT NULL REFERENCES objects, owner TEXT NOT NULL, wrapped BLOB NOT NULL,
  PRIMARY KEY (address, owner)
) WITHOUT ROWID;
CREATE INDEX object_keys_owner ON object_keys(owner);
ALTER TABLE objects ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
CREATE TABLE destroyed(number INTEGER PRIMARY KEY, leaf INTEGER NOT NULL);
ALTER TABLE deliveries ADD COLUMN said BLOB;
ALTER TABLE cases ADD COLUMN kept INTEGER NOT NULL DEFAULT 2;
CREATE TABLE audit_seals(
  number INTEGER PRIMARY KEY, at INTEGER NOT NULL, chains INTEGER NOT NULL, records INTEGER NOT NULL,
  root TEXT NOT NULL, previous TEXT NOT NULL, signature TEXT NOT NULL, public_key TEXT NOT NULL
);
CREATE TABLE sealed_heads(
  chain TEXT NOT NULL, seal INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (chain, seal)
) WITHOUT ROWID;
CREATE INDEX cases_ended ON cases(kept, workflow, changed, id) WHERE rank >= 3;
)sql",
                           "", "CREATE SEQUENCE case_keys; CREATE SEQUENCE paper_keys;", rekey};

// Claims go from workflow to workflow: daemon/sql_rotation.h.
constexpr Step kRotation = {"rotation", R"sql(
DROP INDEX cases_ready;
CREATE INDEX cases_ready ON cases(
  urgent, workflow, (CASE WHEN lease_until > due_at THEN lease_until ELSE due_at END), id
) WHERE due_at IS NOT NULL;
)sql",
                            "", ""};

// items.follows: its inbox wants to hear of its outcome, and has heard: 1 of none, 2 that it waits.
constexpr Step kOutcomes = {"outcomes", R"sql(
ALTER TABLE items ADD COLUMN follows INTEGER NOT NULL DEFAULT 0;
CREATE INDEX items_follow ON items(inbox, id) WHERE follows > 0;
)sql",
                            "", ""};

// All that counting looks at, without the bodies beside it (daemon/sql_look.cc).
constexpr Step kCounting = {"counting", R"sql(
CREATE INDEX documents_standing ON documents(id, item_id, state, pages);
CREATE INDEX items_standing ON items(id, state, inbox);
)sql",
                            "", ""};

// items.counted: what it comes to stands in the tally (daemon/sql_tally.h). It is filled as the daemon goes
// on.
constexpr Step kTally = {"tally", R"sql(
CREATE TABLE tally(
  what TEXT NOT NULL, rank INTEGER NOT NULL, words TEXT NOT NULL, count INTEGER NOT NULL,
  pages INTEGER NOT NULL, PRIMARY KEY (what, rank, words)
) WITHOUT ROWID;
ALTER TABLE items ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX items_uncounted ON items(counted, id) WHERE counted = 0;
)sql",
                         "", ""};

constexpr std::array kSteps = {Step{"first", R"sql(
CREATE TABLE counters(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE keys(owner TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE objects(
  address TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL, wrapped_key BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE items(
  id TEXT PRIMARY KEY, inbox TEXT NOT NULL, identity TEXT NOT NULL, object TEXT NOT NULL REFERENCES objects,
  arrived INTEGER NOT NULL, received INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('arrived', 'unpacked')),
  lease_holder TEXT, lease_until INTEGER, body BLOB NOT NULL,
  UNIQUE (inbox, identity)
) WITHOUT ROWID;
CREATE INDEX items_todo ON items(id) WHERE state = 'arrived';
CREATE INDEX items_object ON items(object);

CREATE TABLE documents(
  id TEXT PRIMARY KEY, item_id TEXT NOT NULL REFERENCES items, position INTEGER NOT NULL,
  object TEXT NOT NULL, pages INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('received', 'read', 'filed')),
  attempts INTEGER NOT NULL DEFAULT 0, lease_holder TEXT, lease_until INTEGER, body BLOB NOT NULL, reading BLOB
) WITHOUT ROWID;
CREATE INDEX documents_todo ON documents(state, id) WHERE state IN ('received', 'read');
CREATE INDEX documents_item ON documents(item_id);

CREATE TABLE pictures(
  document_id TEXT NOT NULL, page INTEGER NOT NULL, field TEXT NOT NULL, address TEXT NOT NULL,
  PRIMARY KEY (document_id, page, field)
) WITHOUT ROWID;

CREATE TABLE cases(
  id TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, workflow TEXT NOT NULL, version INTEGER NOT NULL,
  state TEXT NOT NULL, standing TEXT NOT NULL, rank INTEGER NOT NULL, queue TEXT NOT NULL,
  urgent INTEGER NOT NULL, due TEXT, received INTEGER NOT NULL, changed INTEGER NOT NULL,
  due_at INTEGER, lease_holder TEXT, lease_until INTEGER, review_by TEXT, review_until INTEGER,
  revision INTEGER NOT NULL, body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX cases_due ON cases(due_at) WHERE due_at IS NOT NULL;
CREATE INDEX cases_waiting ON cases(queue, urgent, due, id) WHERE state = 'awaiting_review';
CREATE INDEX cases_standing ON cases(rank, standing);

CREATE TABLE filings(
  case_id TEXT NOT NULL REFERENCES cases, document_id TEXT NOT NULL, part INTEGER NOT NULL,
  pages INTEGER NOT NULL, PRIMARY KEY (document_id, part, case_id)
) WITHOUT ROWID;
CREATE INDEX filings_case ON filings(case_id);
CREATE TABLE join_keys(
  workflow TEXT NOT NULL, hash TEXT NOT NULL, case_id TEXT NOT NULL REFERENCES cases,
  PRIMARY KEY (workflow, hash, case_id)
) WITHOUT ROWID;
CREATE INDEX join_keys_case ON join_keys(case_id);
CREATE TABLE subjects(
  hash TEXT NOT NULL, case_id TEXT NOT NULL REFERENCES cases, PRIMARY KEY (hash, case_id)
) WITHOUT ROWID;
CREATE INDEX subjects_case ON subjects(case_id);

CREATE TABLE deliveries(
  id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases, name TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE, state TEXT NOT NULL, attempts INTEGER NOT NULL,
  next_attempt INTEGER NOT NULL, why TEXT NOT NULL, receipt TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX deliveries_case ON deliveries(case_id);
CREATE INDEX deliveries_open ON deliveries(state, name, id) WHERE state <> 'delivered';

CREATE TABLE audit(
  chain TEXT NOT NULL, sequence INTEGER NOT NULL, event TEXT NOT NULL, by TEXT NOT NULL,
  at INTEGER NOT NULL, details TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (chain, sequence)
) WITHOUT ROWID;
CREATE TABLE chains(chain TEXT PRIMARY KEY, count INTEGER NOT NULL, head TEXT NOT NULL) WITHOUT ROWID;
)sql",
                                    R"sql(
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
)sql",
                                    R"sql(
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
  $$BEGIN RAISE EXCEPTION 'the audit is append-only'; END$$;
CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE ON audit
  FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_stays BEFORE TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
)sql"},
                               Step{"claims", R"sql(
ALTER TABLE items ADD COLUMN lease_token INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN lease_token INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN lease_token INTEGER NOT NULL DEFAULT 0;
DROP INDEX items_todo;
CREATE INDEX items_ready ON items(lease_until, id) WHERE state = 'arrived';
DROP INDEX documents_todo;
CREATE INDEX documents_ready ON documents(state, lease_until, id) WHERE state = 'received' OR state = 'read';
CREATE INDEX cases_ready ON cases(
  urgent, (CASE WHEN lease_until > due_at THEN lease_until ELSE due_at END), id
) WHERE due_at IS NOT NULL;
CREATE INDEX items_leased ON items(lease_holder) WHERE lease_holder IS NOT NULL;
CREATE INDEX documents_leased ON documents(lease_holder) WHERE lease_holder IS NOT NULL;
CREATE INDEX cases_leased ON cases(lease_holder) WHERE lease_holder IS NOT NULL;
CREATE INDEX cases_reading ON cases(id) WHERE state = 'reading';
CREATE TABLE marks(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE object_bytes(
  id TEXT NOT NULL, piece INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (id, piece)
);
)sql",
                                    "", ""},
                               kHands,
                               kErasing,
                               kRotation,
                               kOutcomes,
                               kCounting,
                               kTally};

int64_t version_of(Database& database) {
  if (!database.has_table("migrations")) return 0;
  Query newest = database.query("SELECT coalesce(max(version), 0) FROM migrations");
  newest.step();
  return newest.integer(0);
}

[[noreturn]] void too_new(int64_t version) {
  throw Error(Fault::machine, "store_too_new",
              "the store is of version " + std::to_string(version) + ", this program knows up to " +
                  std::to_string(kSteps.size()),
              {}, "run the newer Mailroom that wrote it, or restore the backup made before the upgrade");
}

}  // namespace

const std::vector<std::string>& store_tables() {
  static const std::vector<std::string> kTables = {
      "counters",    "keys",         "objects",      "object_keys", "object_bytes",
      "items",       "documents",    "pictures",     "cases",       "filings",
      "join_keys",   "subjects",     "deliveries",   "audit",       "chains",
      "destroyed",   "marks",        "destinations", "holds",       "workflow_versions",
      "audit_seals", "sealed_heads", "tally"};
  return kTables;
}

void migrate(Engine& engine, const SiteKey& keys, Instant now) {
  constexpr auto kNewest = static_cast<int64_t>(kSteps.size());
  for (int64_t version = 0; version < kNewest;) {
    // Looked at within the transaction: of two daemons that start together one takes the step.
    engine.write([&](Database& database) {
      database.lock("migrations");
      database.run(in_dialect(database.dialect(),
                              "CREATE TABLE IF NOT EXISTS migrations(version INTEGER PRIMARY KEY,"
                              " name TEXT NOT NULL, at INTEGER NOT NULL)"));
      version = version_of(database);
      if (version > kNewest) too_new(version);
      if (version == kNewest) return true;
      const Step& step = kSteps[static_cast<size_t>(version++)];
      database.run(in_dialect(database.dialect(), step.script));
      database.run(database.dialect() == Dialect::sqlite ? step.sqlite : step.postgres);
      if (step.rewrite != nullptr) step.rewrite(database, keys);
      database.query("INSERT INTO migrations VALUES (?, ?, ?)").bind(version).bind(step.name).bind(now).run();
      return true;
    });
  }
}

void require_version(Engine& engine) {
  engine.read([](Database& database) {
    const int64_t version = version_of(database);
    if (version > static_cast<int64_t>(kSteps.size())) too_new(version);
    if (version < static_cast<int64_t>(kSteps.size())) {
      throw Error(Fault::usage, "store_too_old", "the store was written by an older Mailroom", {},
                  "start the daemon once: mailroomd brings it up to date");
    }
  });
}

}  // namespace mailroom::daemon
