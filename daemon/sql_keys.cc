#include "daemon/sql_keys.h"

#include "base/error.h"
#include "base/json.h"
#include "daemon/seal.h"

namespace mailroom::daemon {

namespace {

const std::string kObject = "object:";

// Papers are kept for a shorter time than cases. Their keys grow on a branch of their own, which is forgotten
// whole when all of them are gone.
bool is_of_cases(std::string_view owner) {
  return owner.starts_with("case:") || owner.starts_with("hold:");
}

uint64_t leaf_of(bool of_cases, int64_t number) {
  constexpr int kBranchBits = 4 * (KeyTree::kDigits - 1);
  return (uint64_t{of_cases ? 1u : 0u} << kBranchBits) + static_cast<uint64_t>(number);
}

// The next number that nobody had. A store restored from a backup counts on from where it was then: what was
// destroyed since is passed over.
uint64_t next_leaf(Database& database, const SiteKey& keys, bool of_cases) {
  // A counter's row would have every transaction of every daemon wait for the last; SQLite has one writer.
  const bool counts = database.dialect() == Dialect::sqlite;
  const std::string_view sql = counts     ? "INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE"
                                            " SET value = counters.value + 1 RETURNING value"
                               : of_cases ? "SELECT nextval('case_keys')"
                                          : "SELECT nextval('paper_keys')";
  for (;;) {
    int64_t number = 0;
    Query query = database.query(sql);
    if (counts) query.bind(of_cases ? "case_keys" : "paper_keys");
    while (query.step()) number = query.integer(0);
    const uint64_t leaf = leaf_of(of_cases, number);
    if (keys.key(leaf)) return leaf;
  }
}

std::optional<uint64_t> leaf_of(Database& database, const std::string& owner) {
  Query query = database.query("SELECT leaf FROM keys WHERE owner = ?");
  query.bind(owner);
  if (!query.step()) return {};
  return static_cast<uint64_t>(query.integer(0));
}

std::string must_be_there(std::optional<std::string> key) {
  if (key) return std::move(*key);
  throw Error(Fault::document, "erased", "this was erased: its key was destroyed");
}

}  // namespace

std::string key_of(Database& database, const SiteKey& keys, const std::string& owner) {
  if (const auto leaf = leaf_of(database, owner)) return must_be_there(keys.key(*leaf));
  const uint64_t leaf = next_leaf(database, keys, is_of_cases(owner));
  database.query("INSERT INTO keys VALUES (?, ?)").bind(owner).bind(static_cast<int64_t>(leaf)).run();
  return *keys.key(leaf);
}

std::string sealed(Database& database, const SiteKey& keys, const std::string& owner, const Value& body) {
  return sealed_text(database, keys, owner, to_json(body));
}

std::string sealed_text(Database& database, const SiteKey& keys, const std::string& owner,
                        const std::string& json) {
  return seal(key_of(database, keys, owner), json, owner);
}

Value opened(Database& database, const SiteKey& keys, const std::string& owner, const std::string& body) {
  const auto leaf = leaf_of(database, owner);
  const std::string key = must_be_there(leaf ? keys.key(*leaf) : std::nullopt);
  return parse_json(open_sealed(key, body, owner), "the store");
}

std::optional<std::string> key_of_object(Database& database, const SiteKey& keys,
                                         const std::string& address) {
  Query query = database.query(
      "SELECT o.wrapped, k.leaf FROM object_keys o JOIN keys k ON k.owner = o.owner WHERE o.address = ?");
  query.bind(address);
  while (query.step()) {
    if (const auto owner_key = keys.key(static_cast<uint64_t>(query.integer(1))))
      return open_sealed(*owner_key, query.blob(0), kObject + address);
  }
  return {};
}

void give_object(Database& database, const SiteKey& keys, const std::string& address,
                 const std::string& object_key, const std::string& owner) {
  const std::string wrapped = seal(key_of(database, keys, owner), object_key, kObject + address);
  database.query("INSERT INTO object_keys VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
      .bind(address)
      .bind(owner)
      .bind_blob(wrapped)
      .run();
}

Value said_of(const std::string& why, const std::string& receipt) {
  return Context{{"why", why}, {"receipt", receipt}};
}

}  // namespace mailroom::daemon
