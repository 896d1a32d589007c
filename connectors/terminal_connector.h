// `terminal`: works a program that has only a screen of characters: one of this machine through a pty, or a
// host's through s3270. Waits for texts, types, presses keys, reads the reference back; safe against doing it
// twice by the discipline of robots (docs/decisions/0020). Each list of steps has a session of its own.
//
// One thread at a time.
#pragma once

#include "connectors/connector.h"
#include "connectors/kind.h"
#include "connectors/robot/discipline.h"
#include "connectors/robot/terminal_page.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

const ConnectorKind& terminal_kind();

class TerminalConnector final : public Connector {
 public:
  // `as_written`: the settings before secrets were put in, from which everything is taken that people see.
  TerminalConnector(const Context& settings, const Context& as_written, const Surroundings& around);
  DeliveryOutcome deliver(const Delivery& delivery) override;
  std::string preview(const Delivery& delivery) const override;
  // What it looks up first it does not do twice.
  bool honours_key() const override { return discipline_.settings().looks_up(); }
  void tend() override { discipline_.tend(); }

 private:
  std::string shown_where_;
  Discipline discipline_;
  TerminalPage page_;
};

}  // namespace mailroom::connectors
