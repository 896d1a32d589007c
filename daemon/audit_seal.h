// The ends of all chains of the audit under one signed root, which can be kept elsewhere: whoever has it can
// prove later that nothing of what it covers was changed, dropped or put in between, whoever had the store
// meanwhile. Records that come after it and erasures change nothing in what it covers, for chains only grow
// and hold digests.
//
// The root is a Merkle tree hash (daemon/merkle.h) over "chain, how many records, digest of the last", in the
// order of chains; each seal names the digest of the one before. Plain values and functions; thread safe.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/value.h"
#include "daemon/signing_key.h"
#include "daemon/store.h"

namespace mailroom::daemon {

// What is signed: all but signature and public key.
std::string signed_text(const AuditSeal& seal);
std::string digest_of(const AuditSeal& seal);

Value to_value(const AuditSeal& seal);
// None: it is no such thing.
std::optional<AuditSeal> seal_from_value(const Value& value);

// Seals what there is now, unless nothing came since the last seal, which it then returns.
AuditSeal seal_audit(Store& store, const SigningKey& key, Instant now);
// Whether a seal is due: a day after the last.
bool is_seal_due(Store& store, Instant now);

// The chains by themselves, what the last seal covers, and what `kept`, a root that was kept elsewhere, does.
AuditReport prove_audit(Store& store, const std::optional<AuditSeal>& kept = {});

}  // namespace mailroom::daemon
