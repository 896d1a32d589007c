// A decision model from `.dmn` files (DMN 1.1 to 1.5), with the models it imports: loaded and compiled once,
// then immutable and thread safe. Evaluating never throws: what cannot be decided is null, with notices.
// External entities are never read; what is not supported is a diagnostic at its place.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "workflows/dmn/table.h"
#include "workflows/feel/expression.h"

namespace mailroom::dmn {

struct Answer {
  Value value;
  std::vector<feel::Notice> notices;
  std::vector<Trace> traces;  // of the tables on the way, if asked for
};

// An input given by name; `model` is the namespace of the model that declares it, empty for the own one.
struct GivenInput {
  std::string name;
  std::string model;
  Value value;
};

class Package;  // internal: a model with its imports

class Model {
 public:
  // Reads the file, and for its imports the `.dmn` files beside it. A model is returned even if parts of it
  // have errors (those parts are null); none only if the file is no DMN model at all.
  static std::optional<Model> load(const std::filesystem::path& path, std::vector<Diagnostic>* diagnostics);
  // The same of files that are in memory: their XML by their paths, of which `file` is one.
  static std::optional<Model> load(const std::map<std::string, std::string>& texts, const std::string& file,
                                   std::vector<Diagnostic>* diagnostics);
  // One from memory, without imports. `file` is for diagnostics.
  static std::optional<Model> parse(std::string xml, std::string file, std::vector<Diagnostic>* diagnostics);

  const std::string& name() const;
  std::vector<std::string> decisions() const;
  std::vector<std::string> services() const;
  // The files it was read from, its own first.
  const std::vector<std::filesystem::path>& files() const;
  // What is known of the decision's result, or the service's; none if there is no such.
  std::optional<feel::TypeRef> result_type(std::string_view name) const;
  // The inputs the model declares, with their types.
  std::vector<std::pair<std::string, feel::TypeRef>> inputs() const;

  // Facts from JSON, which has no dates: a text given for an input that is declared as a date, time or
  // duration becomes one if it is one.
  Context with_declared_types(Context facts) const;
  // What is wrong with its tables whatever the inputs: gaps, overlaps, rules that never decide.
  std::vector<Diagnostic> findings() const;

  // None if there is no such decision (or service).
  std::optional<Answer> decide(std::string_view decision, const Context& inputs, bool trace = false,
                               const feel::Environment& environment = {}) const;
  std::optional<Answer> decide(std::string_view decision, const std::vector<GivenInput>& inputs,
                               bool trace = false, const feel::Environment& environment = {}) const;
  // One output decision of a service: its value; several: a context of them. With `output` that one only.
  std::optional<Answer> serve(std::string_view service, const Context& inputs, std::string_view output = {},
                              bool trace = false, const feel::Environment& environment = {}) const;
  // A business knowledge model's function with arguments by name.
  std::optional<Answer> invoke(std::string_view knowledge_model, const Context& arguments, bool trace = false,
                               const feel::Environment& environment = {}) const;

 private:
  explicit Model(std::shared_ptr<const Package> package) : package_(std::move(package)) {}
  std::shared_ptr<const Package> package_;
};

}  // namespace mailroom::dmn
