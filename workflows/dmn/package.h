// The inside of a model: its elements and those of its imports, compiled. Built by loading, then immutable.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflows/dmn/model.h"
#include "workflows/dmn/table_code.h"
#include "workflows/feel/node_control.h"

namespace mailroom::dmn {

struct Element;

// A name in an element's scope and where its value comes from.
struct Supply {
  // A required input or decision; or, for an import's alias, several of them (and functions) as a context.
  const Element* element = nullptr;
  struct Member {
    std::string name;
    const Element* element;
  };
  std::vector<Member> members;
};

// An input, decision, business knowledge model or decision service.
struct Element {
  enum class Kind { input, decision, knowledge, service };
  Kind kind = Kind::input;
  std::string name, id, model;  // model: its namespace
  size_t index = 0;             // in the package
  feel::TypeRef type = feel::any();
  std::vector<const Element*> required;  // inputs, decisions
  std::vector<const Element*> known;     // knowledge models, services

  // A decision's logic, or a knowledge model's function; null if it could not be compiled (then `broken`).
  feel::NodePtr logic;
  size_t frame_size = 0;
  std::vector<Supply> supplies;  // by slot of its scope
  std::string broken;

  // A knowledge model's closure, or a service as a function.
  Value function;
  Value closure;
  // A service's parts.
  std::vector<const Element*> outputs, input_decisions, input_data;
};

class Package {
 public:
  std::string name, model;  // model: the main model's namespace
  std::vector<std::filesystem::path> files;
  std::vector<std::unique_ptr<Element>> elements;
  std::vector<std::shared_ptr<const TableCode>>
      tables;  // all that its elements decide by, in the order of the files

  const Element* find(Element::Kind kind, std::string_view element_name) const;  // in the main model
};

// One evaluation over a package: each decision is decided once. One thread.
class Run {
 public:
  Run(const Package& package, feel::Machine& machine) : machine_(machine), states_(package.elements.size()) {}

  // Given, rather than computed; coerced to its declared type. False if it is none of that type.
  bool give(const Element& element, Value value);
  Value value_of(const Element& element);
  Value supplied(const Supply& supply);

 private:
  struct State {
    enum { unknown, running, known } stage = unknown;
    Value value;
  };
  Value decide(const Element& element);

  feel::Machine& machine_;
  std::vector<State> states_;
};

// A knowledge model or a service as a function value that belongs to the package.
Value knowledge_function(const Element& element, feel::Type signature);
Value service_function(const Package& package, const Element& element, feel::Type signature);

}  // namespace mailroom::dmn
