#include "cli/rules_file.h"

#include <filesystem>

#include "base/file.h"
#include "workflows/dmn/neighbours.h"
#include "workflows/model_file.h"

namespace mailroom::cli {

namespace fs = std::filesystem;

std::optional<dmn::Model> load_rules(const std::string& file, std::vector<Diagnostic>& problems) {
  constexpr uint64_t kMostBytes = 64u << 20;
  const std::string extension = fs::path(file).extension().string();
  if (extension != ".yaml" && extension != ".yml") return dmn::Model::load(file, &problems);
  return load_rules_text(read_file(file, kMostBytes), file, problems);
}

std::optional<dmn::Model> load_rules_text(const std::string& yaml, const std::string& file,
                                          std::vector<Diagnostic>& problems) {
  const auto root = yaml::parse(yaml, file, problems);
  if (!root) return std::nullopt;
  const dmn::ModelSource source = workflows::read_model(*root, problems);
  if (!source.imports.empty()) {
    problems.push_back({Severity::error, source.imports.front().place, "imports_unread",
                        "a model that imports others cannot be used as YAML",
                        "write it as .dmn beside them: mailroom dmn convert"});
  }
  if (has_errors(problems)) return std::nullopt;
  std::string xml = dmn::write_dmn(fs::path(file).stem().string(), source, {}, problems);
  if (has_errors(problems)) return std::nullopt;
  return dmn::Model::parse(std::move(xml), file, &problems);
}

}  // namespace mailroom::cli
