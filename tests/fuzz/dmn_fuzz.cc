// A decision model from a stranger: any bytes are loaded as XML, reasoned about, and every decision and
// service is asked, within small limits, with and without a trace. What can be carried is written as a `.dmn`
// file again, directly and by way of YAML: both decide alike, and read and written once more they are the
// same.
#include <cstdio>
#include <cstdlib>

#include "base/clock.h"
#include "workflows/dmn/model.h"
#include "workflows/dmn/neighbours.h"
#include "workflows/feel/text_of.h"
#include "workflows/model_file.h"

namespace {

using namespace mailroom;

[[noreturn]] void fail(const char* what, const std::string& one = {}, const std::string& other = {}) {
  std::fprintf(stderr, "%s\n---\n%s\n---\n%s\n", what, one.c_str(), other.c_str());
  std::abort();
}

const feel::Environment& small_limits() {
  static const FakeClock kClock({1'764'000'000'000'000});
  static const feel::Environment kEnvironment = [] {
    feel::Environment environment;
    environment.clock = &kClock;
    environment.limits = {20'000, 100, 1 << 20};
    return environment;
  }();
  return kEnvironment;
}

// As a file, from the source; empty if it cannot be carried.
std::string written(const dmn::ModelSource& source) {
  std::vector<Diagnostic> problems;
  return dmn::write_dmn("again", source, {}, problems);
}

dmn::ModelSource read(const std::string& xml, bool& can_be_carried) {
  std::vector<Diagnostic> problems;
  dmn::ModelSource source = dmn::read_dmn(xml, "model.dmn", {}, problems);
  can_be_carried = !has_errors(problems);
  return source;
}

// By way of YAML; what is written as YAML is YAML, and says the same.
std::string by_way_of_yaml(const dmn::ModelSource& source) {
  std::vector<Diagnostic> problems;
  const std::string text = workflows::model_as_yaml(source);
  const auto root = yaml::parse(text, "model.yaml", problems);
  if (!root) fail("YAML that is none", text, problems.empty() ? "" : problems.front().message);
  const dmn::ModelSource again = workflows::read_model(*root, problems);
  if (has_errors(problems)) fail("YAML that is no model", text, problems.front().message);
  return written(again);
}

Context some_inputs(const dmn::Model& model) {
  Context inputs;
  size_t next = 0;
  for (const auto& [name, type] : model.inputs()) {
    const Value kValues[] = {Value(3), Value("text"), Value(), Value(true)};
    inputs.put(name, kValues[next++ % std::size(kValues)]);
  }
  return inputs;
}

bool was_given_up(const dmn::Answer& answer) {
  for (const feel::Notice& notice : answer.notices) {
    if (notice.message.starts_with("given up: ")) return true;
  }
  return false;
}

void must_decide_alike(const dmn::Model& model, const dmn::Model& other, const std::string& xml) {
  const Context inputs = some_inputs(model);
  for (const std::string& name : model.decisions()) {
    const auto one = model.decide(name, inputs, false, small_limits());
    const auto again = other.decide(name, inputs, false, small_limits());
    if (!again) fail("a decision is not there any more", name, xml);
    if (was_given_up(*one) || was_given_up(*again)) continue;
    const std::string text = feel::literal_text(one->value), text_again = feel::literal_text(again->value);
    if (text != text_again) fail("decides otherwise", name + ": " + text + " now " + text_again, xml);
  }
}

// What is written is read as it was written, and decides as the model does.
void must_be_the_same(const dmn::Model& model, const std::string& xml,
                      std::string (*again)(const dmn::ModelSource&)) {
  const auto other = dmn::Model::parse(xml, "again.dmn", nullptr);
  if (!other) fail("what was written is no model", xml);
  bool can_be_carried = false;
  const std::string second = again(read(xml, can_be_carried));
  if (!can_be_carried || second != xml) fail("what was written is read otherwise", xml, second);
  must_decide_alike(model, *other, xml);
}

void must_come_back(const std::string& xml, const dmn::Model& model) {
  bool can_be_carried = false;
  const dmn::ModelSource source = read(xml, can_be_carried);
  if (!can_be_carried) {
    workflows::model_as_yaml(source);
    return;
  }
  const std::string direct = written(source);
  if (direct.empty()) return;  // names of what is nothing, or beside the file
  must_be_the_same(model, direct, written);
  must_be_the_same(model, by_way_of_yaml(source), by_way_of_yaml);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::vector<Diagnostic> problems;
  const std::string xml(reinterpret_cast<const char*>(data), size);
  const auto model = dmn::Model::parse(xml, "model.dmn", &problems);
  if (!model) {
    if (problems.empty()) std::abort();  // refused without a reason
    return 0;
  }
  model->findings();
  if (!has_errors(problems)) must_come_back(xml, *model);
  const Context inputs = some_inputs(*model);
  for (const std::string& name : model->decisions()) {
    const auto plain = model->decide(name, inputs, false, small_limits());
    const auto traced = model->decide(name, inputs, true, small_limits());
    if (plain.has_value() != traced.has_value()) std::abort();
    if (plain) feel::literal_text(plain->value);
  }
  for (const std::string& name : model->services()) model->serve(name, inputs, {}, false, small_limits());
  return 0;
}
