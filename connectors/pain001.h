// A customer credit transfer initiation, ISO 20022 pain.001.001.09 as EPC132-08 restricts it: one debtor, one
// day of execution, many transfers, with their number and their exact sum twice. In euros it is a SEPA credit
// transfer; in other currencies without a service level and with shared charges. Immutable; thread safe.
#pragma once

#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/clock.h"
#include "connectors/payment.h"

namespace mailroom::connectors {

struct PaymentOrder {
  std::string message_id;  // at most 35 characters, never the same twice
  Instant made;
  Date execution;
  std::string debtor_name, debtor_iban, debtor_bic;  // bic may be empty
  std::string currency;
  std::string purpose;  // ISO 20022's external code ("BENE"); may be empty
  bool is_booked_as_one = true;
  std::vector<Payment> payments;
};

std::string pain001(const PaymentOrder& order);

}  // namespace mailroom::connectors
