#include "cli/codes/codes.h"

#include <algorithm>
#include <array>

#include "cli/codes/areas.h"

namespace mailroom::cli {

std::span<const CodeArea> code_areas() {
  static const std::array kAreas = {
      kCodesOfYaml,     kCodesOfWorkflows, kCodesOfRules,      kCodesOfSteps,     kCodesOfTemplates,
      kCodesOfTests,    kCodesOfSites,     kCodesOfReview,     kCodesOfDocuments, kCodesOfCases,
      kCodesOfCommands, kCodesOfInboxes,   kCodesOfDeliveries, kCodesOfStore,     kCodesOfLog,
  };
  return kAreas;
}

const Code* find_code(std::string_view name) {
  for (const CodeArea& area : code_areas()) {
    const auto at = std::ranges::find(area.codes, name, &Code::name);
    if (at != area.codes.end()) return &*at;
  }
  return nullptr;
}

std::string code_uri(std::string_view name) {
  const std::string_view pages = MAILROOM_DOCS_URL;
  return pages.empty() ? "" : std::string(pages) + "/troubleshooting.md#" + std::string(name);
}

}  // namespace mailroom::cli
