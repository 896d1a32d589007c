// A credit transfer as ISO 20022 and the SEPA rulebook want it (EPC132-08, customer-to-bank implementation
// guidelines for pain.001.001.09): accounts with their check digits, names in the Latin characters that every
// bank reads (EPC217-08), an amount in whole minor units. Nothing is cut off or guessed: what does not fit is
// told, without the value. Pure functions, thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/value.h"

namespace mailroom::connectors {

struct Payment {
  std::string
      end_to_end_id;  // what creditor and bank name it by; from the idempotency key, at most 35 characters
  std::string name, iban, bic;  // the creditor's; bic may be empty
  Decimal amount;
  std::string about;  // what it is for; may be empty
};

struct PaymentOrTrouble {
  Payment payment;
  std::string trouble;  // for a person; empty: there is a payment
};

// `pay`: {name, iban, bic, amount}, typed as the workflow renders them. `effect` is the delivery's key.
PaymentOrTrouble payment_of(const Context& pay, std::string_view about, const std::string& currency,
                            const std::string& case_number, const std::string& effect);

// a–z, A–Z, 0–9, / - ? : ( ) . , ' + and blanks (EPC217-08): accents go, other scripts are written in Latin
// letters, what has no letter becomes a point.
std::string sepa_text(std::string_view text);
// Digits behind the point of a currency (ISO 4217); none if there is no such currency.
std::optional<int> minor_digits(const std::string& currency);
// As the format has it, if it is one.
std::optional<std::string> account_of(std::string_view text);  // IBAN
std::optional<std::string> bank_of(std::string_view text);     // BIC

}  // namespace mailroom::connectors
