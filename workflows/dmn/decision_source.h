// Decisions as their author wrote them, whatever the file: what `dmn convert` carries from YAML to `.dmn` and
// back. A decision is a table or one expression. Pure; thread safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "workflows/dmn/table.h"

namespace mailroom::dmn {

struct DecisionSource {
  std::string name;
  std::optional<Cell> value;  // an expression, or
  std::optional<TableSource> table;
  Place place;
};

// The names that each decision reads, decisions among them, in the order of first use. What is wrong with the
// expressions becomes diagnostics.
std::map<std::string, std::vector<std::string>> needs_of(const std::vector<DecisionSource>& decisions,
                                                         std::vector<Diagnostic>& problems);

// The decisions of a `.dmn` file. What is neither a table nor an expression, and knowledge models, services
// and imports, are errors: they are left out. Types are not carried over.
std::vector<DecisionSource> read_dmn(std::string xml, const std::string& file,
                                     std::vector<Diagnostic>& problems);

// A DMN 1.5 file with a diagram, so that a modeller draws it: inputs below, each decision above what it
// needs. Rules in force for a time become rules on one more input, the date `effective`; references, reasons
// and ids become annotations.
std::string write_dmn(const std::string& model_name, const std::vector<DecisionSource>& decisions,
                      std::vector<Diagnostic>& problems);

}  // namespace mailroom::dmn
