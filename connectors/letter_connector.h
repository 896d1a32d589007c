// `letter`: a letter from a template of the site, as PDF, as text or both, into an outbox folder from which
// it is printed and posted. Honours its key (see outbox.h). The date is the day of delivery unless the
// workflow gives one.
#pragma once

#include "connectors/connector.h"
#include "connectors/html_template.h"
#include "connectors/kind.h"
#include "connectors/letter.h"
#include "connectors/outbox.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

const ConnectorKind& letter_kind();

class LetterConnector final : public Connector {
 public:
  LetterConnector(const Context& settings, const Surroundings& around);  // the clock outlives it
  DeliveryOutcome deliver(const Delivery& delivery) override;
  std::string preview(const Delivery& delivery) const override;
  bool honours_key() const override { return true; }
  bool amends() const override { return true; }  // another letter follows the first

 private:
  Letter letter_of(const Delivery& delivery) const;

  Outbox outbox_;
  std::vector<std::string> sender_;
  bool as_pdf_, as_text_;
  std::optional<HtmlTemplate> page_;
  std::filesystem::path files_;  // that the page may show
  const Clock& clock_;
};

}  // namespace mailroom::connectors
