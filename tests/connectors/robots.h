// Robots with the programs that they work: settings and contents as a workflow gives them, and what the
// receivers took.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "connectors/connector.h"
#include "tests/connectors/served.h"

namespace mailroom::connectors {

using StepTexts = std::vector<std::pair<std::string, std::string>>;
Value steps(const std::vector<StepTexts>& steps);

// The legacy application of examples/, with steps that enter an award there.
struct LegacyOffice {
  explicit LegacyOffice(const std::filesystem::path& site);
  Context settings(bool looks_up = true) const;
  // `our_reference`: the case's number.
  static Context content(const std::string& our_reference, bool looks_up = true);
  int awards() const;

  std::filesystem::path file;
  Served application;
};

// The TN3270 host of tests/fakes.
struct TestHost {
  explicit TestHost(const std::filesystem::path& site);
  Context settings(bool looks_up = true) const;
  static Context content(const std::string& our_reference, bool looks_up = true);
  int awards() const;

  std::filesystem::path file;
  Served host;
};

// The full-screen program of tests/fakes, by its command.
Context ledger_settings(const std::filesystem::path& file, const std::string& more = {},
                        bool looks_up = true);
Context ledger_content(const std::string& our_reference, bool looks_up = true);

int lines_in(const std::filesystem::path& file);

}  // namespace mailroom::connectors
