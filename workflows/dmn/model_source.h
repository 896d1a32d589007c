// A decision model as its author wrote it, whatever the file: what `dmn convert` carries from YAML to `.dmn`
// and back, with every boxed expression of DMN 1.5 (7.3.1). Types are names here, expressions are text: what
// any of it means is for dmn::Model. Plain values; functions are thread safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "workflows/dmn/table.h"

namespace mailroom::dmn {

class Neighbours;

// A name with its declared type, which may be empty.
struct Variable {
  std::string name, type;
  Place place = {};
};

// A boxed expression, and what it is called where it stands.
struct Logic {
  enum class Kind {
    none,         // nothing is written
    expression,   // `text`
    table,        // `table`
    context,      // parts: the entries; one without a name is the result
    invocation,   // parts: what is called, then each parameter by name
    relation,     // variables: the columns; parts: its cells, row by row
    list,         // parts: the items
    function,     // variables: the parameters; parts: the body; own_type: of what it returns
    conditional,  // parts: if, then, else
    filter,       // parts: in, match
    for_each,     // variables: the iterator; parts: in, return
    some,         // … in, satisfies
    every
  };
  Kind kind = Kind::none;
  std::string name, type;  // the variable's: of a context's entry, a parameter, a decision
  std::string own_type;    // the expression's own
  Cell text;
  std::optional<TableSource> table;
  std::vector<Variable> variables;
  std::string language;  // of a function that is not FEEL: "Java", "PMML"
  std::vector<Logic> parts;
  Place place;
};

// A decision, or a knowledge model (whose logic is a function).
struct ElementSource {
  Logic logic;  // with its name and type
  // What it reads, by name ("lib.Rate": of the model imported as lib); none: what its expressions name.
  std::optional<std::vector<std::string>> needs;
  std::string label, description, question, answers;
  std::vector<std::string> references;  // the law: DMN's knowledge sources
};

struct ServiceSource {
  Variable variable;
  std::string description;
  std::vector<std::string> outputs, encapsulated, given, inputs;  // names: decisions, decisions, inputs
};

// An item definition.
struct TypeSource {
  std::string name, type;
  bool is_list = false, is_function = false;
  std::optional<Cell> allowed, constraint;
  std::vector<TypeSource> members;
  std::vector<Variable> parameters;
  std::string result;
  std::string description;
  Place place;
};

struct InputSource {
  Variable variable;
  std::string description;
};

struct ImportSource {
  std::string name, model;  // model: its namespace
  Place place;
};

struct ModelSource {
  std::string name, model;  // model: its namespace; either may be empty
  std::string description;
  std::vector<ImportSource> imports;
  std::vector<TypeSource> types;
  std::vector<InputSource> inputs;
  std::vector<ElementSource> knowledge, decisions;
  std::vector<ServiceSource> services;
};

// The names that each decision and knowledge model reads, in the order of first use: as it says, or as its
// expressions do. What is wrong with expressions that do not say becomes diagnostics.
std::map<std::string, std::vector<std::string>> needs_of(const ModelSource& model,
                                                         std::vector<Diagnostic>& problems);
// The same for all of them if nothing were said; without those whose expressions have problems.
std::map<std::string, std::vector<std::string>> needs_written_in(const ModelSource& model);

// What a `.dmn` file says. What cannot be carried is an error if something is decided by it, and a warning if
// it is not (drawings' notes, a vendor's extensions). `neighbours`: of the file, for what it imports.
ModelSource read_dmn(std::string xml, const std::string& file, const Neighbours& neighbours,
                     std::vector<Diagnostic>& problems);

// A DMN 1.5 file with a diagram, so that a modeller draws it: inputs below, all else above what it needs.
// Names that nothing bears become inputs. Rules in force for a time become rules on one more input, the date
// `effective`; references, reasons and ids become annotations. `name` if the model has none.
std::string write_dmn(const std::string& name, const ModelSource& model, const Neighbours& neighbours,
                      std::vector<Diagnostic>& problems);

}  // namespace mailroom::dmn
