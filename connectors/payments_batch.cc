#include "connectors/payments_batch.h"

#include <algorithm>

#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/local_time.h"
#include "base/text.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

constexpr size_t kDigestInId = 8, kLongestName = 70, kPurposeLength = 4;

Payment payment_in(const std::string& record) {
  const Context kept = parse_json(record).context();
  Payment payment;
  payment.end_to_end_id = kept.at("id").text_or("");
  payment.name = kept.at("name").text_or("");
  payment.iban = kept.at("iban").text_or("");
  payment.bic = kept.at("bic").text_or("");
  payment.amount = kept.at("amount").number();
  payment.about = kept.at("about").text_or("");
  return payment;
}

// An identifier of the debtor's, as the format has it.
std::string debtors(const Context& settings, std::string_view path, std::string_view expected,
                    std::optional<std::string> (*check)(std::string_view), bool is_needed) {
  const std::string text = is_needed ? required_text(settings, path, expected) : text_at(settings, path, "");
  if (text.empty() || names_secret(text)) return text;
  const auto found = check(text);
  if (!found) throw setting_invalid(path, expected);
  return *found;
}

Period period_of(const Context& settings) {
  const auto period = parse_period(text_at(settings, "execute", "1 working days"));
  if (!period || (period->unit != Period::Unit::days && period->unit != Period::Unit::working_days))
    throw setting_invalid("execute", "days after the batch was closed, as '2 working days' or P1D");
  return *period;
}

std::string purpose_of(const Context& settings) {
  std::string code = text_at(settings, "purpose", "");
  const bool is_code = code.size() == kPurposeLength &&
                       std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!code.empty() && !is_code)
    throw setting_invalid("purpose", "four capital letters of ISO 20022's list, as BENE");
  return code;
}

}  // namespace

std::string currency_of(const Context& settings) {
  std::string currency = text_at(settings, "currency", "EUR");
  if (!minor_digits(currency)) throw setting_invalid("currency", "a code of ISO 4217, as EUR or GBP");
  return currency;
}

std::string stored(const Payment& payment) {
  return to_json(Context{{"id", payment.end_to_end_id},
                         {"name", payment.name},
                         {"iban", payment.iban},
                         {"bic", payment.bic},
                         {"amount", payment.amount},
                         {"about", payment.about}});
}

PaymentsBatch::PaymentsBatch(const Context& settings)
    : folder_(text_at(settings, "payments", "")),
      execute_(period_of(settings)),
      rule_(BatchRule::of(settings)),
      name_(batch_name(settings, "payments-{number:9(6)}.xml")) {
  const std::string name = required_text(settings, "debtor.name", "the name of whoever pays");
  order_.debtor_name = names_secret(name) ? name : sepa_text(name);
  if (order_.debtor_name.size() > kLongestName && !names_secret(name))
    throw setting_invalid("debtor.name", "at most 70 characters");
  order_.debtor_iban = debtors(settings, "debtor.iban", "an IBAN with right check digits", account_of, true);
  order_.debtor_bic = debtors(settings, "debtor.bic", "a BIC", bank_of, false);
  order_.currency = currency_of(settings);
  order_.purpose = purpose_of(settings);
  order_.is_booked_as_one = flag_at(settings, "booked_as_one", true);
}

std::string PaymentsBatch::name(const BatchTotals& opened) const {
  return written_name(name_, opened);
}

std::string PaymentsBatch::bytes(const Batch& batch) const {
  PaymentOrder order = order_;
  const Date day = local_date(batch.totals.made);
  order.made = batch.totals.made;
  order.execution = add(day, execute_);
  // "M20261123-000017-1F2E3D4C": another day, another batch or another folder is another message.
  const BatchText id("M{date:9(8)}-{number:9(6)}-", "message");
  order.message_id =
      id.written(batch.totals).text + sha256(order_.debtor_iban + "\n" + folder_).substr(0, kDigestInId);
  for (const BatchEntry& entry : batch.entries) order.payments.push_back(payment_in(entry.record));
  return pain001(order);
}

}  // namespace mailroom::connectors
