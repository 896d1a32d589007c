#include "workflows/reasons.h"

#include <algorithm>

#include "base/yaml.h"

namespace mailroom::workflows {

std::map<std::string, std::vector<Reasons>> reasons_of(const Workflow& workflow) {
  std::map<std::string, std::vector<Reasons>> all;
  std::vector<Diagnostic> said_when_loaded;
  const auto root = yaml::parse(workflow.source.yaml, workflow.file.string(), said_when_loaded);
  const yaml::Node* decisions = root ? list_at(*root, "decisions") : nullptr;
  if (!decisions) return all;
  for (const yaml::Node& decision : decisions->items) {
    const yaml::Node* rules = list_at(decision, "rules");
    if (!rules) continue;
    std::vector<Reasons> reasons;
    for (const yaml::Node& rule : rules->items) {
      Reasons& own = reasons.emplace_back();
      if (const yaml::Node* texts = mapping_at(rule, "reason"))
        for (const yaml::Entry& entry : texts->entries) own.emplace_back(entry.key, entry.value.text);
    }
    if (std::any_of(reasons.begin(), reasons.end(), [](const Reasons& one) { return !one.empty(); }))
      all[text_at(decision, "id")] = std::move(reasons);
  }
  return all;
}

std::string reason_in(const Workflow& workflow, const std::string& decision, int rule,
                      const std::string& language) {
  const auto all = reasons_of(workflow);
  const auto found = all.find(decision);
  if (found == all.end() || rule < 1 || static_cast<size_t>(rule) > found->second.size()) return {};
  for (const auto& [known, text] : found->second[static_cast<size_t>(rule) - 1])
    if (known == language) return text;
  return {};
}

}  // namespace mailroom::workflows
