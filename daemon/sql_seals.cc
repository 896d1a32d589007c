// The ends of chains as they were when they were sealed (daemon/audit_seal.h). A seal writes down the chains
// that grew since the one before: the rest is as it was then.
#include "daemon/audit_seal.h"
#include "daemon/merkle.h"
#include "daemon/sql_store.h"

namespace mailroom::daemon {

namespace {

constexpr int kPage = 5000;

SealedHeads heads_at(Database& database, int64_t number) {
  MerkleRoot root;
  SealedHeads heads;
  std::string last;
  for (int rows = kPage; rows == kPage;) {
    Query query = database.query(
        "SELECT s.chain, s.count, a.digest FROM sealed_heads s JOIN audit a ON a.chain = s.chain"
        " AND a.sequence = s.count WHERE s.chain > ?1 AND s.seal = (SELECT max(x.seal) FROM sealed_heads x"
        " WHERE x.chain = s.chain AND x.seal <= ?2) ORDER BY s.chain LIMIT ?3");
    query.bind(last).bind(number).bind(kPage);
    for (rows = 0; query.step(); ++rows) {
      last = query.text(0);
      root.add(last + "\n" + std::to_string(query.integer(1)) + "\n" + query.text(2));
      heads.records += query.integer(1);
    }
  }
  heads.chains = static_cast<int64_t>(root.leaves());
  heads.root = root.hex();
  return heads;
}

std::vector<AuditSeal> seals_in(Database& database) {
  Query query = database.query(
      "SELECT number, at, chains, records, root, previous, signature, public_key FROM audit_seals ORDER BY "
      "number");
  std::vector<AuditSeal> seals;
  while (query.step()) {
    seals.push_back({query.integer(0), query.instant(1), query.integer(2), query.integer(3), query.text(4),
                     query.text(5), query.text(6), query.text(7)});
  }
  return seals;
}

}  // namespace

std::vector<AuditSeal> SqlStore::seals() {
  return read([](Database& database) { return seals_in(database); });
}

SealedHeads SqlStore::sealed_heads(int64_t number) {
  return read_snapshot([&](Database& database) { return heads_at(database, number); });
}

AuditSeal SqlStore::seal_audit(const std::function<void(AuditSeal&)>& sign) {
  AuditSeal seal;
  engine_->write([&](Database& database) {
    database.lock("audit seal");
    const std::vector<AuditSeal> before = seals_in(database);
    seal = {};
    seal.number = before.empty() ? 1 : before.back().number + 1;
    if (!before.empty()) seal.previous = digest_of(before.back());
    const int64_t grown =
        database
            .query(
                "INSERT INTO sealed_heads SELECT chain, CAST(? AS INTEGER), count FROM chains c WHERE count >"
                " coalesce((SELECT max(count) FROM sealed_heads s WHERE s.chain = c.chain), 0)")
            .bind(seal.number)
            .run();
    if (grown == 0 && !before.empty()) {
      seal = before.back();
      return false;
    }
    const SealedHeads heads = heads_at(database, seal.number);
    seal.root = heads.root;
    seal.chains = heads.chains;
    seal.records = heads.records;
    sign(seal);
    database.query("INSERT INTO audit_seals VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(seal.number)
        .bind(seal.at)
        .bind(seal.chains)
        .bind(seal.records)
        .bind(seal.root)
        .bind(seal.previous)
        .bind(seal.signature)
        .bind(seal.public_key)
        .run();
    return true;
  });
  return seal;
}

}  // namespace mailroom::daemon
