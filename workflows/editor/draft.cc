#include "workflows/editor/draft.h"

#include "workflows/findings.h"

namespace mailroom::workflows::editor {

Draft::Draft(std::filesystem::path file, Surroundings around)
    : file_(std::move(file)), around_(std::move(around)) {
  loaded_.workflow = std::make_shared<Workflow>();
}

std::vector<Diagnostic> Draft::understand() {
  std::vector<Diagnostic> problems;
  LoadOptions options;
  options.site = around_.site;
  options.forms = around_.forms.get();
  options.post = around_.post;
  loaded_ = load_what_can_be(text_, file_, options, problems);
  if (loaded_.is_yaml || !was_yaml_) scope_ = loaded_.scope;
  was_yaml_ |= loaded_.is_yaml;
  if (loaded_.is_usable) {
    for (Diagnostic& finding : findings_of(*loaded_.workflow)) problems.push_back(std::move(finding));
  }
  return problems;
}

}  // namespace mailroom::workflows::editor
