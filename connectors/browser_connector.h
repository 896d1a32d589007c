// `browser`: works a web application that has no other door, as a person would, through a browser: opens its
// pages, logs in, fills, chooses, ticks, uploads, clicks, and reads the reference back. By Chromium and its
// driver (W3C WebDriver); safe against doing it twice by the discipline of robots (docs/decisions/0020).
//
// One thread at a time; the browser starts with the first delivery and ends with the connector.
#pragma once

#include "connectors/connector.h"
#include "connectors/kind.h"
#include "connectors/robot/discipline.h"
#include "connectors/robot/page.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

const ConnectorKind& browser_kind();

class BrowserConnector final : public Connector {
 public:
  // `as_written`: the settings before secrets were put in, from which everything is taken that people see.
  BrowserConnector(const Context& settings, const Context& as_written, const Surroundings& around);
  DeliveryOutcome deliver(const Delivery& delivery) override;
  std::string preview(const Delivery& delivery) const override;
  // What it looks up first it does not do twice.
  bool honours_key() const override { return discipline_.settings().looks_up(); }
  void tend() override { discipline_.tend(); }

 private:
  std::string shown_address_, shown_host_;
  Discipline discipline_;
  Page page_;
};

}  // namespace mailroom::connectors
