#include "cli/what_if_rules.h"

#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "base/yaml.h"
#include "cli/named_workflow.h"
#include "cli/rules_file.h"
#include "cli/show_problems.h"
#include "ocr/form_file.h"
#include "workflows/load.h"

namespace mailroom::cli {

namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMostBytes = 64u << 20;

bool is_yaml(const std::string& named) {
  const std::string extension = fs::path(named).extension().string();
  return extension == ".yaml" || extension == ".yml";
}

bool is_file(const std::string& named) {
  return is_yaml(named) || fs::path(named).extension() == ".dmn";
}

void must_be_usable(bool usable, const std::string& file, std::vector<Diagnostic> problems,
                    Program& program) {
  usable &= !has_errors(problems);
  show_problems(std::move(problems), program);
  if (!usable) throw Error(Fault::usage, "rules_invalid", "the rules cannot be used: see above", file);
}

NamedRules of_model(std::optional<dmn::Model> model, const std::string& label,
                    std::vector<Diagnostic> problems, Program& program) {
  must_be_usable(model.has_value(), label, std::move(problems), program);
  return {label, workflows::rules_of(*std::move(model))};
}

NamedRules of_workflow(std::shared_ptr<const workflows::Workflow> workflow, std::string label) {
  return {std::move(label), workflows::rules_of(workflow), workflow->id, workflow->version};
}

}  // namespace

NamedRules rules_for_samples(const std::string& named, const DeskOptions& options, Program& program) {
  std::vector<Diagnostic> problems;
  if (is_file(named)) return of_model(load_rules(named, problems), named, problems, program);
  const KeptVersion kept = kept_version(named, options);
  auto model = load_rules_text(kept.source.yaml, kept.label, problems);
  return of_model(std::move(model), kept.label, std::move(problems), program);
}

NamedRules rules_for_cases(const std::string& named, const DeskOptions& options, Program& program) {
  if (!is_file(named)) {
    const KeptVersion kept = kept_version(named, options);
    return of_workflow(workflows::load_kept(kept.source, kept.label), kept.label);
  }
  std::vector<Diagnostic> problems;
  if (!is_yaml(named)) return rules_for_samples(named, options, program);
  const auto root = yaml::parse(read_file(named, kMostBytes), named, problems);
  must_be_usable(root.has_value(), named, problems, program);
  const bool is_workflow = root->find("documents") || root->find("routes");
  if (!is_workflow) return rules_for_samples(named, options, program);
  const daemon::Site site = site_of(options);
  const std::vector<ocr::Form> forms = ocr::load_forms(site.forms(), problems);
  auto workflow = workflows::load_workflow(named, {site.folder, &forms, site.post}, problems);
  std::erase_if(problems, [](const Diagnostic& one) { return one.severity != Severity::error; });
  must_be_usable(workflow != nullptr, named, std::move(problems), program);
  return of_workflow(std::move(workflow), named);
}

}  // namespace mailroom::cli
