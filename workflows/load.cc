#include "workflows/load.h"

#include <algorithm>

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/share.h"
#include "base/text.h"
#include "base/yaml_problems.h"
#include "ocr/form_file.h"
#include "workflows/arrival.h"
#include "workflows/identifier_functions.h"
#include "workflows/language.h"
#include "workflows/loaded_workflow.h"
#include "workflows/loader.h"

namespace mailroom::workflows {

namespace {

constexpr uint64_t kMaxWorkflowBytes = 4 << 20;

// What is wrong with a workflow only because something is not there.
const std::set<std::string_view> kFromAbsence = {
    "no_documents", "no_forms",        "no_routes",        "empty_route",       "no_rules",
    "no_connector", "unused_delivery", "unknown_delivery", "unreachable_route", "wrong_width"};

// The template as its author wrote it; one that is in no file as we would write it.
std::string text_of(const ocr::Form& form) {
  std::error_code failed;
  if (!form.file.empty() && std::filesystem::exists(form.file, failed))
    return read_file(form.file, kMaxWorkflowBytes);
  return ocr::to_files(form).yaml;
}

}  // namespace

void Loader::error(Place place, std::string code, std::string message, std::string hint) {
  problems_.push_back(
      {Severity::error, std::move(place), std::move(code), std::move(message), std::move(hint)});
}

void Loader::warning(Place place, std::string code, std::string message, std::string hint) {
  problems_.push_back(
      {Severity::warning, std::move(place), std::move(code), std::move(message), std::move(hint)});
}

void Loader::load(const yaml::Node& root, Workflow& workflow) {
  workflow_ = &workflow;
  check_keys(root, workflow_key_without_deliveries(), problems_);
  if (!root.is_mapping()) return;
  workflow.source.yaml = root.source ? root.source->text : "";
  scope_ = feel::Scope(workflow_functions());
  load_head(root, workflow);
  if (const yaml::Node* decisions = list_at(root, "decisions")) {
    for (const yaml::Node& decision : decisions->items) decision_names_.insert(text_at(decision, "id"));
  }
  workflow.arrival = type_of_arrival();
  load_documents(root, workflow);
  scope_.add("received", feel::simple(feel::Type::Kind::date));
  scope_.add("effective", feel::simple(feel::Type::Kind::date));
  scope_.add("case", feel::context_of({{"number", feel::simple(feel::Type::Kind::text)},
                                       {"workflow", feel::simple(feel::Type::Kind::text)},
                                       {"version", feel::simple(feel::Type::Kind::number)},
                                       {"received", feel::simple(feel::Type::Kind::date)},
                                       {"effective", feel::simple(feel::Type::Kind::date)},
                                       {"why", feel::simple(feel::Type::Kind::text)}}));
  scope_.add(kArrival, workflow.arrival);
  for (const char* name : {"received", "effective", "case", kArrival})
    taken_.emplace(name, "what every workflow has");
  // The date is settled before anything else is known but the documents themselves.
  if (const yaml::Node* node = scalar_at(root, "effective")) workflow.effective = formula(*node, scope_);
  if (const yaml::Node* node = scalar_at(root, "subject")) {
    workflow.subject = formula(*node, scope_);
    if (workflow.subject) workflow.subject_fields = workflow.subject->expression.paths();
  }
  load_joins(root, workflow);
  load_lookups(root, workflow);
  load_facts(root, workflow);
  if (const yaml::Node* node = scalar_at(root, "urgent")) workflow.urgent = condition(*node, "urgent");
  load_checks(root, workflow);
  load_decisions(root, workflow);
  load_deliveries(root, workflow);
  load_routes(root, workflow);
  check_order(root, workflow);
  load_review(root, workflow);
  workflow.rule_fields.assign(used_fields_.begin(), used_fields_.end());
  workflow.always_read.assign(always_read_.begin(), always_read_.end());
  for (const DeliverySpec& delivery : workflow.deliveries)
    used_fields_.insert(delivery.reads.begin(), delivery.reads.end());
  workflow.used_fields.assign(used_fields_.begin(), used_fields_.end());
  digest(workflow);
}

void Loader::load_head(const yaml::Node& root, Workflow& workflow) {
  workflow.id = text_at(root, "id");
  workflow.version = std::atoi(text_at(root, "version", "1").c_str());
  if (const yaml::Node* node = scalar_at(root, "version")) workflow.version_place = node->place;
  if (const yaml::Node* node = scalar_at(root, "version"); node && node->text == "0") {
    error(node->place, "wrong_value", "'version': expected 1 or more, got '0'");
  }
  workflow.title = text_at(root, "title", workflow.id);
  workflow.open_for = parse_period(text_at(root, "open_for", "P30D"));
  workflow.due = parse_period(text_at(root, "due"));
  if (const yaml::Node* retention = mapping_at(root, "retention")) {
    for (const yaml::Entry& entry : retention->entries) workflow.retention.put(entry.key, entry.value.text);
  }
}

void Loader::load_review(const yaml::Node& root, Workflow& workflow) {
  static const yaml::Node kNothing;
  const yaml::Node* node = mapping_at(root, "review");
  if (!node) node = &kNothing;
  // As check_keys() let them pass.
  workflow.error_budget = parse_share(text_at(*node, "error_budget", "0.1%")).value_or(0);
  workflow.sample = parse_share(text_at(*node, "sample", "0%")).value_or(0);
  workflow.review_queue = text_at(*node, "queue", workflow.id);
  workflow.review_due = parse_period(text_at(*node, "due", "5 working days"));
}

void Loader::digest(Workflow& workflow) {
  for (const ocr::Form& form : workflow.forms) workflow.source.forms[form.id] = text_of(form);
  workflow.digest = digest_of(workflow.source);
}

LoadedWorkflow load_what_can_be(std::string_view yaml, const std::filesystem::path& file,
                                const LoadOptions& options, std::vector<Diagnostic>& diagnostics) {
  std::vector<Diagnostic> of_text, of_language;
  yaml::Reading reading = yaml::read(yaml, file.string(), of_text);
  auto workflow = std::make_shared<Workflow>();
  workflow->file = file;
  LoadedWorkflow loaded;
  Loader loader(options, of_language);
  loader.load(reading.root, *workflow);
  if (!reading.is_yaml) yaml::drop_doubtful(of_language, of_text, kFromAbsence);
  of_text.insert(of_text.end(), std::make_move_iterator(of_language.begin()),
                 std::make_move_iterator(of_language.end()));
  yaml::sort_by_place(of_text);
  loaded.is_usable = !has_errors(of_text);
  diagnostics.insert(diagnostics.end(), std::make_move_iterator(of_text.begin()),
                     std::make_move_iterator(of_text.end()));
  loaded.workflow = std::move(workflow);
  loaded.is_yaml = reading.is_yaml;
  loaded.root = std::move(reading.root);
  loaded.scope = loader.scope();
  return loaded;
}

std::shared_ptr<const Workflow> parse_workflow(std::string_view yaml, const std::filesystem::path& file,
                                               const LoadOptions& options,
                                               std::vector<Diagnostic>& diagnostics) {
  LoadedWorkflow loaded = load_what_can_be(yaml, file, options, diagnostics);
  return loaded.is_usable ? loaded.workflow : nullptr;
}

std::shared_ptr<const Workflow> load_workflow(const std::filesystem::path& file, const LoadOptions& options,
                                              std::vector<Diagnostic>& diagnostics) {
  return parse_workflow(read_file(file, kMaxWorkflowBytes), file, options, diagnostics);
}

std::shared_ptr<const Workflow> load_kept(const WorkflowSource& kept, const std::filesystem::path& file) {
  std::vector<Diagnostic> problems;
  std::vector<ocr::Form> forms;
  for (const auto& [id, yaml] : kept.forms) {
    if (auto form = ocr::parse_form(yaml, "", id + std::string(ocr::kFormSuffix), problems))
      forms.push_back(std::move(*form));
  }
  LoadOptions options;
  options.forms = &forms;
  options.kept = &kept;
  if (const auto workflow = parse_workflow(kept.yaml, file, options, problems)) {
    auto loaded = std::make_shared<Workflow>(*workflow);
    loaded->is_kept = true;
    return loaded;
  }
  const auto first = std::find_if(problems.begin(), problems.end(),
                                  [](const Diagnostic& one) { return one.severity == Severity::error; });
  throw Error(Fault::machine, "version_unusable",
              first == problems.end() ? "a kept version of a workflow does not load" : first->message,
              file.string(), "move its open cases to a newer version: mailroom workflows migrate");
}

namespace {

// The site may speak of kinds of letters that its templates have.
void check_letters(const LoadOptions& options, std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> known;
  for (const ocr::Form& form : *options.forms)
    if (form.layout == ocr::Form::Layout::letter) known.push_back(form.id);
  for (const LetterDesk& desk : options.post.letters) {
    const std::string& kind = desk.kind;
    if (std::find(known.begin(), known.end(), kind) != known.end()) continue;
    const auto near = nearest_name(kind, known);
    diagnostics.push_back(
        {Severity::error, desk.place, "unknown_letter", "there is no kind of letter '" + kind + "'",
         near            ? "write '" + *near + "'"
         : known.empty() ? "make its template: forms/" + kind + ".form.yaml with 'layout: letter'"
                         : "known: " + quoted_list(known, "and")});
  }
}

}  // namespace

Workflows load_workflows(const LoadOptions& options, std::vector<Diagnostic>& diagnostics) {
  const std::filesystem::path folder = options.site / "workflows";
  std::error_code failed;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if ((entry.path().extension() == ".yaml" || entry.path().extension() == ".yml") && name[0] != '.') {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::shared_ptr<const Workflow>> loaded;
  for (const std::filesystem::path& file : files) {
    auto workflow = load_workflow(file, options, diagnostics);
    if (!workflow) continue;
    const auto same = std::find_if(loaded.begin(), loaded.end(), [&](const auto& other) {
      return other->id == workflow->id && other->version == workflow->version;
    });
    if (same != loaded.end()) {
      diagnostics.push_back({Severity::error,
                             {file.string(), 0, 0, 0},
                             "workflow_twice",
                             "workflow '" + workflow->id + "' version " + std::to_string(workflow->version) +
                                 " is already in '" + (*same)->file.filename().string() + "'",
                             "give one of them another id or version"});
      continue;
    }
    loaded.push_back(std::move(workflow));
  }
  check_letters(options, diagnostics);
  Workflows all(std::move(loaded), options.post);
  std::set<std::string> said;
  for (const auto& workflow : all.all()) {
    for (const ocr::Form& form : workflow->forms) {
      const auto claiming = all.claiming(form.id);
      if (claiming.size() < 2 || !said.insert(form.id).second) continue;
      std::vector<std::string> names;
      for (const Workflow* one : claiming) names.push_back(one->id);
      diagnostics.push_back({Severity::warning,
                             {claiming[1]->file.string(), 0, 0, 0},
                             "form_claimed_twice",
                             "form '" + form.id + "' is taken by " + quoted_list(names, "and") +
                                 ": a person would sort each of its documents",
                             "let one workflow take it"});
    }
  }
  return all;
}

}  // namespace mailroom::workflows
