#include "connectors/payments_connector.h"

#include "connectors/outbox.h"
#include "connectors/payments_batch.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

using Kind = DeliveryOutcome::Kind;

Context kept_settings(const Context& settings) {
  Context kept;
  for (const char* key : {"payments", "debtor", "currency", "purpose", "execute", "booked_as_one", "batch"}) {
    if (!settings.at(key).is_null()) kept.put(key, settings.at(key));
  }
  return kept;
}

std::string checked_folder(const Context& settings, const MakeBatches& make) {
  make(settings);
  return required_text(settings, "payments", "a folder, for example 'data/payments'");
}

std::unique_ptr<BatchMaker> make_batch(const Context& settings) {
  return std::make_unique<PaymentsBatch>(settings);
}

}  // namespace

const ConnectorKind& payments_kind() {
  static const ConnectorKind kKind = {
      "payments",
      "credit transfers for a bank, many in one file of ISO 20022 pain.001",
      {{"payments", KeyForm::path, true, "the folder the files are put into", "data/payments"},
       {"pay", KeyForm::expressions, true, "whom and how much: name, iban, amount, and bic if it is known",
        "{name: claim.name, iban: claim.iban, amount: band.weekly_award}"},
       {"about", KeyForm::wording, false, "what it is for, up to 140 characters",
        "\"Award {{ case.number }}\""},
       {"debtor.name", KeyForm::text, true, "who pays", "Northmere Borough Council"},
       {"debtor.iban", KeyForm::text, true, "from which account", "${secret:PAYING_ACCOUNT}"},
       {"debtor.bic", KeyForm::text, false, "of which bank", "NWBKGB2L"},
       {"currency", KeyForm::text, false, "of all amounts; default: EUR", "GBP"},
       {"execute", KeyForm::text, false, "when, after the batch was closed; default: 1 working days",
        "2 working days"},
       {"purpose", KeyForm::text, false, "ISO 20022's code of the purpose", "BENE"},
       {"booked_as_one", KeyForm::flag, false,
        "one entry on the debtor's statement for the batch; default: true", "false"},
       {"batch.every", KeyForm::text, false, "a file is closed so long after its first payment", "PT1H"},
       {"batch.at", KeyForm::text, false, "or at this time of the office's day", "\"17:00\""},
       {"batch.at_most", KeyForm::text, false, "and when it has so many; default: 1000", "500"},
       {"batch.name", KeyForm::text, false, "the file's name; default: payments-{number:9(6)}.xml",
        "\"PAIN001.{date:9(8)}.{number:9(6)}.xml\""}},
      "payment:\n  payments: data/payments\n  pay: {name: claim.name, iban: claim.iban, amount: "
      "band.weekly_award}\n"
      "  debtor: {name: Northmere Borough Council, iban: \"${secret:PAYING_ACCOUNT}\"}\n  batch: {at: "
      "\"17:00\"}\n"};
  return kKind;
}

PaymentsConnector::PaymentsConnector(const Context& settings, const Surroundings& around)
    : settings_(kept_settings(settings)),
      currency_(currency_of(settings)),
      batches_(around.site_folder, checked_folder(settings, make_batch), "payments", make_batch,
               around.time()) {}

PaymentOrTrouble PaymentsConnector::payment(const Delivery& delivery) const {
  const Value& pay = delivery.content.at("pay");
  if (!pay.is(Value::Kind::context)) return {{}, "it does not say whom and how much"};
  const Value& about = delivery.content.at("about");
  return payment_of(pay.context(), about.is_null() ? "" : to_display(about), currency_, delivery.case_number,
                    effect_of(delivery));
}

DeliveryOutcome PaymentsConnector::deliver(const Delivery& delivery) {
  const PaymentOrTrouble made = payment(delivery);
  if (!made.trouble.empty()) return {Kind::refused, made.trouble, ""};
  BatchEntry entry{made.payment.end_to_end_id, stored(made.payment), made.payment.amount};
  DeliveryOutcome outcome = batches_.put(effect_of(delivery), settings_, "", entry);
  if (outcome.kind == Kind::delivered)
    outcome.receipt = made.payment.end_to_end_id + " in " + outcome.receipt;
  return outcome;
}

std::string PaymentsConnector::preview(const Delivery& delivery) const {
  const PaymentOrTrouble made = payment(delivery);
  if (!made.trouble.empty()) return "nothing: " + made.trouble + "\n";
  const Payment& one = made.payment;
  return "in a batch in " + batches_.shown() + "\n" + one.amount.to_string() + " " + currency_ + " to " +
         one.name + ", " + one.iban + (one.bic.empty() ? "" : " at " + one.bic) + "\nreference " +
         one.end_to_end_id + "\n" + (one.about.empty() ? "" : "for " + one.about + "\n");
}

}  // namespace mailroom::connectors
