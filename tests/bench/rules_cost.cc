// How much CPU time deciding costs: the cases that tests/bench/rules_side_by_side writes, so that other
// engines are measured on the same ones. usage: rules_cost CASES.json      prints a JSON line a case:
// nanoseconds a decision (facts as values; and from JSON text to JSON text), milliseconds to load, and the
// answers to the first facts.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <memory>

#include "base/file.h"
#include "base/json.h"
#include "workflows/dmn/model.h"
#include "workflows/dmn/table.h"
#include "workflows/feel/expression.h"

namespace {

using namespace mailroom;

constexpr double kEnough = 2e8;  // nanoseconds of CPU a figure is measured over
constexpr size_t kAnswers = 200;

double cpu_nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

// CPU nanoseconds of one call, over as many as it takes.
double cost_of(const std::function<void(size_t)>& once) {
  for (size_t count = 64;; count *= 4) {
    const double start = cpu_nanoseconds();
    for (size_t i = 0; i < count; ++i) once(i);
    const double spent = cpu_nanoseconds() - start;
    if (spent >= kEnough) return spent / static_cast<double>(count);
  }
}

// One compiled case: decides on a row of values by the scope's slots, or on the facts as they came.
struct Subject {
  std::function<Value(const Value* slots)> on_slots;
  std::function<Value(const Context& facts)> on_facts;
};

feel::Scope scope_of(const Value& one) {
  feel::Scope scope;
  for (const Value& input : one.context().at("inputs").list()) {
    scope.add(std::string(input.context().at("name").text()),
              feel::builtin_type(input.context().at("type").text()));
  }
  return scope;
}

Subject table(const Value& one) {
  dmn::TableSource source;
  source.name = "table";
  source.hit_policy = dmn::HitPolicy::first;
  for (const Value& input : one.context().at("inputs").list()) {
    source.inputs.push_back({{input.context().at("name").text_or(""), {}}, {}, {}});
  }
  source.outputs.resize(1);
  for (const Value& cells : one.context().at("rules").list()) {
    dmn::TableRule rule;
    for (const Value& cell : cells.list()) {
      auto& side = rule.when.size() < source.inputs.size() ? rule.when : rule.then;
      side.push_back({cell.text_or(""), {}});
    }
    source.rules.push_back(std::move(rule));
  }
  auto compiled =
      std::make_shared<dmn::Table>(*dmn::Table::compile(std::move(source), scope_of(one), nullptr));
  return {[compiled](const Value* slots) { return compiled->decide_slots(slots).value; },
          [compiled](const Context& facts) { return compiled->decide(facts).value; }};
}

Subject expression(const Value& one) {
  auto compiled = std::make_shared<feel::Expression>(
      *feel::Expression::parse(one.context().at("feel").text(), scope_of(one)));
  return {[compiled](const Value* slots) { return compiled->evaluate_slots(slots); },
          [compiled](const Context& facts) { return compiled->evaluate(facts).value; }};
}

Subject model(const Value& one) {
  auto loaded =
      std::make_shared<dmn::Model>(*dmn::Model::parse(one.context().at("dmn").text_or(""), "model", nullptr));
  const std::string decision = one.context().at("decision").text_or("");
  return {nullptr, [=](const Context& facts) { return loaded->decide(decision, facts)->value; }};
}

Subject load(const Value& one) {
  if (one.context().find("dmn")) return model(one);
  return one.context().find("rules") ? table(one) : expression(one);
}

Value measure(const Value& one) {
  const double start = cpu_nanoseconds();
  const Subject subject = load(one);
  const double load_ms = (cpu_nanoseconds() - start) / 1e6;
  const List& facts = one.context().at("facts").list();
  std::vector<std::vector<Value>> rows;
  std::vector<std::string> texts;
  for (const Value& fact : facts) {
    std::vector<Value> row;
    for (const Value& input : one.context().at("inputs").list()) {
      row.push_back(fact.context().at(input.context().at("name").text()));
    }
    rows.push_back(std::move(row));
    texts.push_back(to_json(fact));
  }
  List answers;
  for (size_t i = 0; i < std::min(kAnswers, facts.size()); ++i) {
    answers.push_back(subject.on_facts(facts[i].context()));
    if (subject.on_slots && !(subject.on_slots(rows[i].data()) == answers.back())) std::abort();
  }
  const double values = cost_of([&](size_t i) {
    if (subject.on_slots) {
      subject.on_slots(rows[i % rows.size()].data());
    } else {
      subject.on_facts(facts[i % facts.size()].context());
    }
  });
  const double json = cost_of([&](size_t i) {
    const Value fact = parse_json(texts[i % texts.size()]);
    to_json(subject.on_facts(fact.context()));
  });
  const auto number = [](double value) { return *Decimal::parse(std::to_string(value)); };
  return Context{{"name", one.context().at("name")},
                 {"nanoseconds", number(values)},
                 {"json_nanoseconds", number(json)},
                 {"load_ms", number(load_ms)},
                 {"answers", std::move(answers)}};
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: rules_cost CASES.json\n");
    return 2;
  }
  const Value cases = parse_json(read_file(arguments[1], 256u << 20), arguments[1]);
  for (const Value& one : cases.list()) std::printf("%s\n", to_json(measure(one)).c_str());
  return 0;
}
