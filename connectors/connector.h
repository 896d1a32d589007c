// Where results go. A connector is handed finished, typed values under an idempotency key and says what
// became of them; it renders nothing, decides nothing and retries nothing (the runner does).
//
// Thread safety: deliver() of one connector is called by one thread at a time unless it says otherwise;
// different connectors run in parallel. Secrets are given resolved and never appear in a preview, a receipt
// or an error. Every connector passes the conformance suite (tests/connectors/conformance.h).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/value.h"

namespace mailroom::connectors {

struct Delivery {
  std::string idempotency_key;  // case + delivery; never changes
  std::string case_number;      // for names of files and for people
  std::string name;             // the delivery's name in the workflow
  Context content;              // the delivery's keys rendered: row, body, to …; typed
  // From 1: takes the place of what took effect under this key before, because evidence came after it. Given
  // to connectors that amend only; the same amendment again changes nothing.
  int amendment = 0;
};

struct DeliveryOutcome {
  enum class Kind {
    delivered,    // took effect now or had already taken effect under this key
    unavailable,  // did not take effect: the destination takes nothing now, whatever is sent; costs no
                  // attempt
    retry_later,  // did not take effect; trying again may help
    refused,      // did not take effect; trying again will not help: a person must look
    unknown,      // may have taken effect: parked for a person unless the receiver honours the key
  } kind = Kind::delivered;
  std::string why;      // for a person; no personal data, no secrets
  std::string receipt;  // delivered: where to find it ("row 17 of awards", a file name)
  // unavailable, retry_later: when the receiver said to come again.
  std::optional<Instant> not_before = {};
  // delivered: what the receiver said, by the names that the delivery's `answer` gives it; kept with the
  // case.
  Context answer = {};
};

class Connector {
 public:
  virtual ~Connector() = default;
  virtual DeliveryOutcome deliver(const Delivery& delivery) = 0;
  // What deliver() would send, for a dry run: no side effects, no connection.
  virtual std::string preview(const Delivery& delivery) const = 0;
  // True if the receiver takes a second delivery under the same key as the first: then `unknown` is simply
  // tried again.
  virtual bool honours_key() const = 0;
  // True if what was delivered can be amended under its key; otherwise a person settles it.
  virtual bool amends() const { return false; }
  // What is due without a delivery: a batch whose time has come is closed. Asked for about once a second
  // while nothing is delivered by it; does nothing most of the time. Throws Error where it cannot.
  virtual void tend() {}
};

}  // namespace mailroom::connectors
