#include "workflows/dmn/package.h"

#include "workflows/feel/frame.h"

namespace mailroom::dmn {

using feel::FunctionValue;
using feel::Machine;

const Element* Package::find(Element::Kind kind, std::string_view element_name) const {
  for (const auto& element : elements) {
    if (element->kind == kind && element->name == element_name && element->model == model)
      return element.get();
  }
  return nullptr;
}

bool Run::give(const Element& element, Value value) {
  State& state = states_[element.index];
  state.stage = State::known;
  state.value = feel::conforms(value, *element.type) ? std::move(value) : feel::coerce(value, *element.type);
  if (state.value.is_null() && !value.is_null()) {
    machine_.null("'", element.name, "' expected ", feel::to_string(*element.type));
    return false;
  }
  return true;
}

Value Run::value_of(const Element& element) {
  if (element.kind == Element::Kind::knowledge || element.kind == Element::Kind::service)
    return element.function;
  State& state = states_[element.index];
  if (state.stage == State::known) return state.value;
  if (element.kind == Element::Kind::input)
    return machine_.null("the input '", element.name, "' is not given");
  if (state.stage == State::running)
    return machine_.null("the decision '", element.name, "' requires itself");
  state.stage = State::running;
  Value value = decide(element);
  states_[element.index].value = value;
  states_[element.index].stage = State::known;
  return value;
}

Value Run::supplied(const Supply& supply) {
  if (supply.element) return value_of(*supply.element);
  Context context;
  for (const Supply::Member& member : supply.members) {
    // "a.b": an import's import is a context in the context.
    context.put(member.name, value_of(*member.element));
  }
  return Value(std::move(context));
}

Value Run::decide(const Element& element) {
  if (!element.logic)
    return machine_.null("the decision '", element.name, "' cannot be made: ", element.broken);
  if (!machine_.enter()) return {};
  feel::Frame<8> slots(element.supplies.size()), frame(element.frame_size);
  for (size_t i = 0; i < slots.size(); ++i) slots[i] = supplied(element.supplies[i]);
  Value value;
  {
    Machine machine(machine_, slots.data());
    machine.locals = frame.data();
    value = element.logic->eval(machine);
  }
  machine_.leave();
  return value;
}

namespace {

class KnowledgeFunction final : public FunctionValue {
 public:
  KnowledgeFunction(const Element& element, feel::Type signature)
      : element_(element), signature_(std::move(signature)) {}
  const feel::Type& signature() const override { return signature_; }
  Value call(Machine& machine, const Value* arguments, size_t count) const override {
    const FunctionValue* closure = feel::as_function(element_.closure);
    if (!closure) return machine.null("'", element_.name, "' cannot be called: ", element_.broken);
    return closure->call(machine, arguments, count);
  }

 private:
  const Element& element_;
  feel::Type signature_;
};

class ServiceFunction final : public FunctionValue {
 public:
  ServiceFunction(const Package& package, const Element& element, feel::Type signature)
      : package_(package), element_(element), signature_(std::move(signature)) {}
  const feel::Type& signature() const override { return signature_; }
  Value call(Machine& machine, const Value* arguments, size_t count) const override {
    if (!machine.enter()) return {};
    Run run(package_, machine);
    size_t next = 0;
    bool fits = true;
    const auto give = [&](const std::vector<const Element*>& elements) {
      for (const Element* e : elements) {
        if (next >= count) continue;
        fits = fits && run.give(*e, arguments[next++]);
      }
    };
    give(element_.input_data);
    give(element_.input_decisions);
    Value value;
    if (!fits) {
      machine.leave();
      return {};
    }
    if (element_.outputs.size() == 1) {
      value = run.value_of(*element_.outputs.front());
    } else {
      Context context;
      for (const Element* output : element_.outputs) context.put(output->name, run.value_of(*output));
      value = Value(std::move(context));
    }
    machine.leave();
    if (!signature_.element || feel::conforms(value, *signature_.element)) return value;
    Value coerced = feel::coerce(value, *signature_.element);
    if (coerced.is_null())
      machine.null("the service's result expected ", feel::to_string(*signature_.element));
    return coerced;
  }

 private:
  const Package& package_;
  const Element& element_;
  feel::Type signature_;
};

}  // namespace

Value knowledge_function(const Element& element, feel::Type signature) {
  return Value(
      std::shared_ptr<const OpaqueValue>(std::make_shared<KnowledgeFunction>(element, std::move(signature))));
}

Value service_function(const Package& package, const Element& element, feel::Type signature) {
  return Value(std::shared_ptr<const OpaqueValue>(
      std::make_shared<ServiceFunction>(package, element, std::move(signature))));
}

}  // namespace mailroom::dmn
