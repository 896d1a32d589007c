// The payment order of a batch. Immutable; thread safe.
#pragma once

#include "base/period.h"
#include "connectors/batch_folder.h"
#include "connectors/batch_text.h"
#include "connectors/pain001.h"

namespace mailroom::connectors {

class PaymentsBatch final : public BatchMaker {
 public:
  // By the settings of `payments`. Throws Error{usage, "setting_invalid"}; a debtor whose secret is not at
  // hand is taken as it is.
  explicit PaymentsBatch(const Context& settings);
  BatchRule rule() const override { return rule_; }
  std::string name(const BatchTotals& opened) const override;
  std::string bytes(const Batch& batch) const override;

 private:
  PaymentOrder order_;  // but for what each batch has of its own
  std::string folder_;  // its digest tells messages of several folders apart
  Period execute_;
  BatchRule rule_;
  BatchText name_;
};

std::string currency_of(const Context& settings);
std::string stored(const Payment& payment);

}  // namespace mailroom::connectors
