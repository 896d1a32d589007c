#include "daemon/audit_seal.h"

#include <algorithm>

#include "base/digest.h"
#include "base/json.h"

namespace mailroom::daemon {

namespace {

constexpr std::chrono::microseconds kBetweenSeals = std::chrono::hours(24);

int64_t integer(const Context& context, std::string_view name) {
  const Value& value = context.at(name);
  return value.is(Value::Kind::number) ? value.number().to_integer().value_or(-1) : -1;
}

// Whether what a seal covers is still what was sealed.
void check_covered(Store& store, const AuditSeal& seal, AuditReport& report) {
  const SealedHeads now = store.sealed_heads(seal.number);
  if (now.root != seal.root || now.chains != seal.chains || now.records != seal.records)
    report.problems.push_back("root " + std::to_string(seal.number) +
                              ": the records that it covers are not those that were sealed");
}

void check_kept(const std::vector<AuditSeal>& seals, const AuditSeal& kept, AuditReport& report) {
  const std::string name = "the root that was kept (" + std::to_string(kept.number) + "): ";
  if (!is_signed(signed_text(kept), kept.signature, kept.public_key))
    report.problems.push_back(name + "its signature does not fit");
  const auto ours =
      std::find_if(seals.begin(), seals.end(), [&](const auto& one) { return one.number == kept.number; });
  if (ours == seals.end() || digest_of(*ours) != digest_of(kept))
    report.problems.push_back(name + "the store has not got it, or another in its place");
}

}  // namespace

std::string signed_text(const AuditSeal& seal) {
  return "mailroom audit root\n" +
         to_json(List{seal.number, to_rfc3339(seal.at), seal.chains, seal.records, seal.root, seal.previous});
}

std::string digest_of(const AuditSeal& seal) {
  return sha256(signed_text(seal));
}

Value to_value(const AuditSeal& seal) {
  return Context{{"root", seal.root},           {"number", seal.number},        {"at", to_rfc3339(seal.at)},
                 {"chains", seal.chains},       {"records", seal.records},      {"previous", seal.previous},
                 {"signature", seal.signature}, {"public_key", seal.public_key}};
}

std::optional<AuditSeal> seal_from_value(const Value& value) {
  if (!value.is(Value::Kind::context)) return {};
  const Context& one = value.context();
  const auto at = parse_rfc3339(one.at("at").text_or(""));
  AuditSeal seal{integer(one, "number"),          at.value_or(Instant{}),
                 integer(one, "chains"),          integer(one, "records"),
                 one.at("root").text_or(""),      one.at("previous").text_or(""),
                 one.at("signature").text_or(""), one.at("public_key").text_or("")};
  if (!at || seal.number < 1 || seal.chains < 0 || seal.records < 0 || seal.root.empty()) return {};
  return seal;
}

AuditSeal seal_audit(Store& store, const SigningKey& key, Instant now) {
  return store.seal_audit([&](AuditSeal& seal) {
    // To the second: as it is written in a file that is kept.
    seal.at = {now.microseconds / 1'000'000 * 1'000'000};
    seal.public_key = key.public_key();
    seal.signature = key.sign(signed_text(seal));
  });
}

bool is_seal_due(Store& store, Instant now) {
  const auto seals = store.seals();
  return seals.empty() || now - seals.back().at >= kBetweenSeals;
}

AuditReport prove_audit(Store& store, const std::optional<AuditSeal>& kept) {
  AuditReport report = store.verify_audit();
  const std::vector<AuditSeal> seals = store.seals();
  std::string previous;
  for (const AuditSeal& seal : seals) {
    if (seal.previous != previous || !is_signed(signed_text(seal), seal.signature, seal.public_key))
      report.problems.push_back("root " + std::to_string(seal.number) + " is not what was signed");
    previous = digest_of(seal);
  }
  if (!seals.empty()) check_covered(store, seals.back(), report);
  if (kept) {
    check_kept(seals, *kept, report);
    check_covered(store, *kept, report);
  }
  report.seals = static_cast<int64_t>(seals.size());
  return report;
}

}  // namespace mailroom::daemon
