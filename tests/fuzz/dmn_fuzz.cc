// A decision model from a stranger: any bytes are loaded as XML, reasoned about, and every decision and
// service is asked, within small limits, with and without a trace.
#include <cstdlib>

#include "workflows/dmn/model.h"
#include "workflows/dmn/neighbours.h"
#include "workflows/feel/text_of.h"
#include "workflows/model_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace mailroom;
  std::vector<Diagnostic> problems;
  const std::string xml(reinterpret_cast<const char*>(data), size);
  const auto model = dmn::Model::parse(xml, "model.dmn", &problems);
  if (!model) {
    if (problems.empty()) std::abort();  // refused without a reason
    return 0;
  }
  model->findings();
  // What can be carried over to YAML is YAML, and a model again.
  std::vector<Diagnostic> unconverted;
  const auto source = dmn::read_dmn(xml, "model.dmn", {}, unconverted);
  const auto yaml = yaml::parse(workflows::model_as_yaml(source), "model.yaml", unconverted);
  if (!yaml && !has_errors(unconverted)) std::abort();
  if (yaml) {
    const std::string written =
        dmn::write_dmn("again", workflows::read_model(*yaml, unconverted), {}, unconverted);
    if (!written.empty() && !dmn::Model::parse(written, "again.dmn", nullptr)) std::abort();
  }
  feel::Environment environment;
  environment.limits = {20'000, 100, 1 << 20};
  Context inputs;
  size_t next = 0;
  for (const auto& [name, type] : model->inputs()) {
    const Value kValues[] = {Value(3), Value("text"), Value(), Value(true)};
    inputs.put(name, kValues[next++ % std::size(kValues)]);
  }
  for (const std::string& name : model->decisions()) {
    const auto plain = model->decide(name, inputs, false, environment);
    const auto traced = model->decide(name, inputs, true, environment);
    if (plain.has_value() != traced.has_value()) std::abort();
    if (plain) feel::literal_text(plain->value);
  }
  for (const std::string& name : model->services()) model->serve(name, inputs, {}, false, environment);
  return 0;
}
