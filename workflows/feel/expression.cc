#include "workflows/feel/expression.h"

#include <algorithm>

#include "workflows/feel/compiler.h"
#include "workflows/feel/frame.h"

namespace mailroom::feel {

struct Program {
  std::string text;
  NodePtr root;
  size_t frame_size = 0;
  bool tests = false;
  std::vector<std::string> scope_names;  // by slot
  std::vector<bool> uses_slot;
  std::vector<std::string> names, paths;
  TypeRef type = any();
};

namespace {

constexpr size_t kInput = 0;  // the local of `?`

std::shared_ptr<Program> finish(std::string_view text, const Scope& scope, const Compiler& compiler,
                                NodePtr root) {
  auto program = std::make_shared<Program>();
  program->text = text;
  program->type = root->type;
  program->root = std::move(root);
  program->frame_size = compiler.frame_size();
  program->names = compiler.names();
  program->paths = compiler.paths();
  for (const Scope::Entry& entry : scope.entries()) {
    program->scope_names.push_back(entry.name);
    program->uses_slot.push_back(std::find(program->names.begin(), program->names.end(), entry.name) !=
                                 program->names.end());
  }
  return program;
}

Value run(const Program& program, const Value* slots, const Value* input, std::vector<Notice>* notices,
          const Environment& environment) {
  Frame<4> frame(program.frame_size);
  Machine machine(environment, slots, notices);
  machine.locals = frame.data();
  if (input) machine.locals[kInput] = *input;
  Value value = program.root->eval(machine);
  return machine.aborted() ? Value() : value;
}

std::vector<Value> slots_of(const Program& program, const Context& inputs) {
  std::vector<Value> slots(program.scope_names.size());
  for (size_t i = 0; i < slots.size(); ++i) {
    if (program.uses_slot[i]) slots[i] = inputs.at(program.scope_names[i]);
  }
  return slots;
}

}  // namespace

std::optional<Expression> Expression::parse(std::string_view text, const Scope& scope,
                                            std::vector<Problem>* problems) {
  Compiler compiler(scope, problems);
  NodePtr root = compiler.parse_expression(text);
  if (!root) return std::nullopt;
  return Expression(finish(text, scope, compiler, std::move(root)));
}

std::optional<Expression> Expression::parse_unary_tests(std::string_view text, const Scope& scope,
                                                        std::vector<Problem>* problems, TypeRef input_type) {
  Compiler compiler(scope, problems);
  const size_t input = compiler.declare("?", std::move(input_type));
  NodePtr root = compiler.parse_tests(text, input);
  if (!root) return std::nullopt;
  auto program = finish(text, scope, compiler, std::move(root));
  program->tests = true;
  return Expression(std::move(program));
}

Result Expression::evaluate(const Context& inputs, const Environment& environment) const {
  Result result;
  const std::vector<Value> slots = slots_of(*program_, inputs);
  result.value = run(*program_, slots.data(), nullptr, &result.notices, environment);
  return result;
}

Result Expression::test(const Value& input, const Context& inputs, const Environment& environment) const {
  Result result;
  const std::vector<Value> slots = slots_of(*program_, inputs);
  result.value = run(*program_, slots.data(), &input, &result.notices, environment);
  return result;
}

Value Expression::evaluate_slots(const Value* slots, std::vector<Notice>* notices,
                                 const Environment& environment) const {
  return run(*program_, slots, nullptr, notices, environment);
}

Value Expression::test_slots(const Value& input, const Value* slots, std::vector<Notice>* notices,
                             const Environment& environment) const {
  return run(*program_, slots, &input, notices, environment);
}

const std::string& Expression::text() const {
  return program_->text;
}
const std::vector<std::string>& Expression::names() const {
  return program_->names;
}
const std::vector<std::string>& Expression::paths() const {
  return program_->paths;
}
std::optional<ValueSet> Expression::passing() const {
  return program_->root->passing();
}
const TypeRef& Expression::type() const {
  return program_->type;
}

}  // namespace mailroom::feel
