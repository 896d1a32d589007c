// What names came to when a document was last run through a workflow, for who looks at them in an editor.
// Only of documents that whoever ran them calls made up (`dry-run --made-up`): values of a real case would
// outlive it here (docs/decisions/0028). Kept in the site's cache, which version control leaves alone and
// which may be deleted at any time.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "workflows/case.h"

namespace mailroom::cli {

void keep_last_values(const std::filesystem::path& site, const workflows::CaseRecord& record);

// "claim.savings", "weekly_income", "band.weekly_award"; of a document that came several times its first. As
// FEEL writes it; none if nothing is known.
std::optional<std::string> last_value(const std::filesystem::path& site, const std::string& workflow,
                                      const std::string& path);

}  // namespace mailroom::cli
