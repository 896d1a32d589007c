#include "cli/named_workflow.h"

#include <algorithm>

#include "base/error.h"
#include "cli/answer.h"
#include "cli/show_problems.h"
#include "cli/site_folder.h"
#include "ocr/form_file.h"
#include "workflows/load.h"

namespace mailroom::cli {

namespace fs = std::filesystem;

namespace {

// A pipe's or a link's name, too: `diff <(git show HEAD:workflows/ctr.yaml) workflows/ctr.yaml`.
bool is_file(const std::string& named) {
  std::error_code failed;
  return fs::exists(named, failed) && !fs::is_directory(named, failed);
}

bool looks_like_a_file(const std::string& named) {
  return named.ends_with(".yaml") || named.ends_with(".yml") || named.find('/') != std::string::npos;
}

std::optional<fs::path> site_around(const std::string& file) {
  if (!is_file(file)) return std::nullopt;
  return daemon::find_site(fs::absolute(file).parent_path());
}

fs::path site_folder_for(const std::string& file, const std::string& beside, const DeskOptions& options) {
  if (options.site.empty()) {
    if (const auto own = site_around(file)) return *own;
    if (const auto other = site_around(beside)) return *other;
  }
  const fs::path start = options.site.empty() ? fs::current_path() : fs::path(options.site);
  if (const auto found = daemon::find_site(start)) return *found;
  throw Error(Fault::usage, "no_site", "'" + file + "' stands in no site", {},
              "name the site whose forms and letters it uses: --site DIR");
}

fs::path site_for(const std::string& file, const std::string& beside, const DeskOptions& options) {
  const fs::path site = site_folder_for(file, beside, options);
  use_time_of(site);
  return site;
}

}  // namespace

KeptVersion kept_version(const std::string& named, const DeskOptions& options) {
  const size_t at = named.find('@');
  Context arguments{{"workflow", named.substr(0, at)}};
  if (at != std::string::npos) {
    const auto number = Decimal::parse(named.substr(at + 1));
    if (!number || !number->to_integer() || *number->to_integer() < 1) {
      throw Error(Fault::usage, "version_invalid",
                  "'" + named + "': expected a number behind '@', got '" + named.substr(at + 1) + "'", {},
                  "for example " + named.substr(0, at) + "@1; or a file: .yaml, .dmn");
    }
    arguments.put("version", *number);
  }
  const Value kept = ask(options, "workflows.show", arguments);
  return {text(kept, "workflow") + " version " + text(kept, "version"),
          workflows::source_from_json(part(kept, "source").text_or(""))};
}

NamedWorkflow workflow_named(const std::string& named, const std::string& beside, const DeskOptions& options,
                             Program& program) {
  if (!is_file(named)) {
    if (looks_like_a_file(named))
      throw Error(Fault::usage, "file_not_found", "there is no file '" + named + "'", {},
                  "a file, or a version that is kept, such as ctr@4");
    const KeptVersion kept = kept_version(named, options);
    return {kept.label, workflows::load_kept(kept.source, kept.label)};
  }
  const fs::path site = site_for(named, beside, options);
  std::vector<Diagnostic> problems;
  const std::vector<ocr::Form> forms = ocr::load_forms(site / "forms", problems);
  auto workflow = workflows::load_workflow(named, {site, &forms}, problems);
  std::erase_if(problems, [](const Diagnostic& one) { return one.severity != Severity::error; });
  const bool usable = workflow != nullptr && !has_errors(problems);
  show_problems(std::move(problems), program);
  if (!usable) throw Error(Fault::usage, "workflow_invalid", "the workflow has errors", named);
  return {named, std::move(workflow)};
}

}  // namespace mailroom::cli
