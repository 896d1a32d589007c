// `mailroom dmn convert`: decisions from YAML to `.dmn`, which a modeller draws, and back.
#include <filesystem>
#include <memory>
#include <ostream>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/show_problems.h"
#include "workflows/dmn/neighbours.h"
#include "workflows/model_file.h"

namespace mailroom::cli {

void add_dmn_convert_command(CLI::App& parent, Program& program);

namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMostBytes = 64u << 20;

struct Options {
  std::string from, to;
};

enum class Format { yaml, dmn };

Format format_of(const std::string& file) {
  const std::string extension = fs::path(file).extension().string();
  if (extension == ".dmn") return Format::dmn;
  if (extension == ".yaml" || extension == ".yml") return Format::yaml;
  throw Error(Fault::usage, "unknown_format", "expected a .dmn or .yaml file, got '" + file + "'", "",
              "the names' endings say what is converted to what");
}

// The models that the file may import.
dmn::Neighbours beside(const fs::path& file) {
  return dmn::Neighbours(file.has_parent_path() ? file.parent_path() : ".", file);
}

// "2 decisions, 1 type"
std::string counts_of(const dmn::ModelSource& model) {
  std::vector<std::string> parts = {count_of(static_cast<long long>(model.decisions.size()), "decision")};
  for (const auto& [count, noun] : {std::pair(model.knowledge.size(), "knowledge model"),
                                    {model.services.size(), "service"},
                                    {model.types.size(), "type"},
                                    {model.imports.size(), "import"}}) {
    if (count > 0) parts.push_back(count_of(static_cast<long long>(count), noun));
  }
  return join(parts, ", ");
}

// A .dmn file has one reason a rule.
void warn_of_languages(const yaml::Node& root, std::vector<Diagnostic>& problems) {
  const yaml::Node* decisions = list_at(root, "decisions");
  if (!decisions) return;
  for (const yaml::Node& decision : decisions->items) {
    const yaml::Node* rules = list_at(decision, "rules");
    if (!rules) continue;
    for (const yaml::Node& rule : rules->items) {
      const yaml::Node* texts = mapping_at(rule, "reason");
      if (texts && texts->entries.size() > 1)
        problems.push_back({Severity::warning,
                            texts->place,
                            "languages_left_out",
                            "a .dmn file has one reason a rule: the other languages are left out",
                            {}});
    }
  }
}

int convert(const Options& options, Program& program) {
  const Format from = format_of(options.from), to = format_of(options.to);
  if (from == to) {
    throw Error(Fault::usage, "same_format",
                "'" + options.from + "' and '" + options.to + "' are of one kind", "",
                "convert .yaml to .dmn or .dmn to .yaml");
  }
  const std::string text = read_file(options.from, kMostBytes);
  std::vector<Diagnostic> problems;
  dmn::ModelSource model;
  std::string converted;
  if (from == Format::dmn) {
    model = dmn::read_dmn(text, options.from, beside(options.from), problems);
    if (!has_errors(problems)) converted = workflows::model_as_yaml(model);
  } else if (const auto root = yaml::parse(text, options.from, problems)) {
    model = workflows::read_model(*root, problems);
    warn_of_languages(*root, problems);
    if (!has_errors(problems))
      converted = dmn::write_dmn(fs::path(options.from).stem().string(), model, beside(options.to), problems);
  }
  const bool failed = has_errors(problems);
  show_problems(std::move(problems), program);
  if (failed) return kWrongUse;
  write_file(options.to, converted);
  program.out << counts_of(model) << " → " << options.to << "\n";
  return kFine;
}

}  // namespace

void add_dmn_convert_command(CLI::App& parent, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      parent,
      {"convert", "write a workflow's decisions as a .dmn file, or a .dmn file's as YAML", Group::author,
       "mailroom dmn convert workflows/ctr.yaml ctr.dmn  # with a diagram, for a modeller\n"
       "mailroom dmn convert rules/fee.dmn fee.yaml  # for an editor, and for versions to be compared",
       "Both decide alike, with all that DMN has: boxed expressions, knowledge models, services, types, "
       "imports (of models beside the .dmn file). Rules in force for a time become rules on an input "
       "'effective', the date. What cannot be converted is said with its place, and then nothing is "
       "written; what nothing is decided by (notes in a drawing, a vendor's extensions) is left out and "
       "said. "
       "The diagram is drawn anew."});
  add_option(command, "IN", options->from,
             "a workflow or a file with 'decisions:' (.yaml), or a model (.dmn)")
      .required();
  add_option(command, "OUT", options->to, "the other").required();
  on_run(command, program, [options](Program& p) { return convert(*options, p); });
}

}  // namespace mailroom::cli
