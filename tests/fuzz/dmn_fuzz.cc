// A decision model from a stranger: any bytes are loaded as XML, reasoned about, and every decision and
// service is asked, within small limits, with and without a trace.
#include <cstdlib>

#include "workflows/dmn/decision_source.h"
#include "workflows/dmn/model.h"
#include "workflows/feel/text_of.h"

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
  // What can be carried over to another file is a model again.
  std::vector<Diagnostic> unconverted;
  const auto decisions = dmn::read_dmn(xml, "model.dmn", unconverted);
  const std::string written = dmn::write_dmn("again", decisions, unconverted);
  if (!written.empty() && !dmn::Model::parse(written, "again.dmn", nullptr)) std::abort();
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
