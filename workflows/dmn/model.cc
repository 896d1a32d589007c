#include "workflows/dmn/model.h"

#include "workflows/dmn/package.h"
#include "workflows/dmn/table_reasoning.h"
#include "workflows/feel/temporal.h"

namespace mailroom::dmn {

namespace {

// Runs `what` over a fresh run of the package and gathers what it says.
template <class What>
Answer answer(const Package& package, bool trace, const feel::Environment& environment, const What& what) {
  Answer answer;
  feel::Environment own = environment;
  if (trace) own.traces = &answer.traces;
  feel::Machine machine(own, nullptr, &answer.notices);
  Run run(package, machine);
  answer.value = what(run, machine);
  if (machine.aborted()) answer.value = {};
  return answer;
}

std::vector<std::string> names_of(const Package& package, Element::Kind kind) {
  std::vector<std::string> names;
  for (const auto& element : package.elements) {
    if (element->kind == kind && element->model == package.model) names.push_back(element->name);
  }
  return names;
}

Value read_as(const Value& text, feel::Type::Kind kind) {
  const auto or_text = [&](const auto& parsed) { return parsed ? Value(*parsed) : text; };
  switch (kind) {
    case feel::Type::Kind::date:
      return or_text(parse_date(text.text()));
    case feel::Type::Kind::time:
      return or_text(feel::parse_time(text.text()));
    case feel::Type::Kind::date_time:
      return or_text(feel::parse_date_time(text.text()));
    case feel::Type::Kind::months:
      return or_text(parse_months(text.text()));
    case feel::Type::Kind::duration:
      return or_text(parse_duration(text.text()));
    default:
      return text;
  }
}

// Arguments by name for a function: what is not given is null.
Value call_by_name(feel::Machine& machine, const Value& function, const Context& arguments) {
  const feel::FunctionValue* f = feel::as_function(function);
  if (!f) return machine.null("this cannot be called");
  std::vector<Value> ordered;
  for (const auto& parameter : f->signature().members) ordered.push_back(arguments.at(parameter.first));
  return f->call(machine, ordered.data(), ordered.size());
}

}  // namespace

const std::string& Model::name() const {
  return package_->name;
}
std::vector<std::string> Model::decisions() const {
  return names_of(*package_, Element::Kind::decision);
}
std::vector<std::string> Model::services() const {
  return names_of(*package_, Element::Kind::service);
}

const std::vector<std::filesystem::path>& Model::files() const {
  return package_->files;
}

std::optional<feel::TypeRef> Model::result_type(std::string_view name) const {
  const Element* element = package_->find(Element::Kind::decision, name);
  if (!element) element = package_->find(Element::Kind::service, name);
  return element ? std::optional(element->type) : std::nullopt;
}

std::vector<std::pair<std::string, feel::TypeRef>> Model::inputs() const {
  std::vector<std::pair<std::string, feel::TypeRef>> all;
  for (const auto& element : package_->elements) {
    if (element->kind == Element::Kind::input && element->model == package_->model) {
      all.emplace_back(element->name, element->type);
    }
  }
  return all;
}

Context Model::with_declared_types(Context facts) const {
  for (const auto& [name, type] : inputs()) {
    const Value* value = facts.find(name);
    if (value && value->is(Value::Kind::text)) facts.put(name, read_as(*value, type->kind));
  }
  return facts;
}

std::vector<Diagnostic> Model::findings() const {
  std::vector<Diagnostic> all;
  for (const auto& table : package_->tables) {
    for (Diagnostic& one : reason_about(*table)) all.push_back(std::move(one));
  }
  return all;
}

std::optional<Answer> Model::decide(std::string_view decision, const Context& inputs, bool trace,
                                    const feel::Environment& environment) const {
  std::vector<GivenInput> given;
  for (const auto& [input_name, value] : inputs.entries()) given.push_back({input_name, {}, value});
  return decide(decision, given, trace, environment);
}

std::optional<Answer> Model::decide(std::string_view decision, const std::vector<GivenInput>& inputs,
                                    bool trace, const feel::Environment& environment) const {
  const Element* element = package_->find(Element::Kind::decision, decision);
  if (!element) return std::nullopt;
  return answer(*package_, trace, environment, [&](Run& run, feel::Machine&) {
    for (const auto& e : package_->elements) {
      if (e->kind != Element::Kind::input && e->kind != Element::Kind::decision) continue;
      for (const GivenInput& given : inputs) {
        const std::string& model = given.model.empty() ? package_->model : given.model;
        if (given.name == e->name &&
            (model == e->model || (given.model.empty() && e->kind == Element::Kind::input))) {
          run.give(*e, given.value);
        }
      }
    }
    return run.value_of(*element);
  });
}

std::optional<Answer> Model::serve(std::string_view service, const Context& inputs, std::string_view output,
                                   bool trace, const feel::Environment& environment) const {
  const Element* element = package_->find(Element::Kind::service, service);
  if (!element) return std::nullopt;
  return answer(*package_, trace, environment, [&](Run&, feel::Machine& machine) {
    Value value = call_by_name(machine, element->function, inputs);
    const bool part = !output.empty() && element->outputs.size() > 1 && value.is(Value::Kind::context);
    return part ? value.context().at(output) : value;
  });
}

std::optional<Answer> Model::invoke(std::string_view knowledge_model, const Context& arguments, bool trace,
                                    const feel::Environment& environment) const {
  const Element* element = package_->find(Element::Kind::knowledge, knowledge_model);
  if (!element) return std::nullopt;
  return answer(*package_, trace, environment, [&](Run&, feel::Machine& machine) {
    return call_by_name(machine, element->function, arguments);
  });
}

}  // namespace mailroom::dmn
