#include "workflows/load_tests.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/file.h"
#include "base/local_time.h"
#include "base/text.h"
#include "base/yaml_problems.h"
#include "workflows/identifier_functions.h"
#include "workflows/test_language.h"
#include "workflows/test_loader.h"

namespace mailroom::workflows {

namespace {

constexpr uint64_t kMaxTestBytes = 16 << 20;

constexpr int kOfGiven = 3;  // documents, role, field; of all else the name

// A mapping over another, as deep as this; what either has alone is kept, else the upper one counts.
yaml::Node laid_over(const yaml::Node& lower, const yaml::Node& upper, int depth) {
  if (depth == 0 || !lower.is_mapping() || !upper.is_mapping()) return upper;
  yaml::Node both = upper;
  both.entries = lower.entries;
  for (const yaml::Entry& entry : upper.entries) {
    const auto same = std::find_if(both.entries.begin(), both.entries.end(),
                                   [&](const yaml::Entry& one) { return one.key == entry.key; });
    if (same == both.entries.end()) {
      both.entries.push_back(entry);
    } else {
      const int below = depth == kOfGiven && entry.key != "documents" ? 1 : depth - 1;
      *same = {entry.key, entry.place, laid_over(same->value, entry.value, below)};
    }
  }
  return both;
}

// What the file gives is looked at with each of its tests, and what is wrong with it said once.
void drop_repeated(std::vector<Diagnostic>& problems, size_t from) {
  std::set<std::tuple<int, int, std::string>> said;
  const auto begin = problems.begin() + static_cast<std::ptrdiff_t>(from);
  std::stable_sort(begin, problems.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
  });
  problems.erase(std::remove_if(begin, problems.end(),
                                [&](const Diagnostic& one) {
                                  return !said.emplace(one.place.line, one.place.column, one.message).second;
                                }),
                 problems.end());
}

}  // namespace

Said said(const yaml::Node& node) {
  return {node.text, node.place};
}

Said said(const yaml::Entry& entry) {
  return {entry.key, entry.place};
}

void TestLoader::error(Place place, std::string code, std::string message, std::string hint) {
  problems_.push_back(
      {Severity::error, std::move(place), std::move(code), std::move(message), std::move(hint)});
}

void TestLoader::unknown(const Place& place, const std::string& what, const std::string& name,
                         const std::vector<std::string>& known) {
  const auto near = nearest_name(name, known);
  error(place, "unknown_name", what + " '" + name + "'",
        near            ? "write '" + *near + "'"
        : known.empty() ? "the workflow has none"
                        : "known: " + quoted_list(known, "and"));
}

std::optional<feel::Expression> TestLoader::expression(const yaml::Node& node, const feel::Scope& scope,
                                                       const feel::TypeRef* tested) {
  std::vector<feel::Problem> found;
  auto made = tested != nullptr ? feel::Expression::parse_unary_tests(node.text, scope, &found, *tested)
                                : feel::Expression::parse(node.text, scope, &found);
  for (const feel::Problem& problem : found) {
    // A text without its quotes is the usual slip.
    const bool is_bare =
        problem.code == "unknown_name" && problem.offset == 0 && problem.length >= node.text.size();
    error(node.place_at(problem.offset, std::max<size_t>(1, problem.length)), problem.code, problem.message,
          is_bare ? "a text is written '\"" + node.text + "\"'" : problem.hint);
  }
  return made;
}

Value TestLoader::constant(const yaml::Node& node) {
  static const feel::Scope kNothingInScope(workflow_functions());
  if (node.is_null()) return {};
  if (!node.is_scalar()) {
    error(node.place, "wrong_type", "expected a FEEL expression, got " + std::string(kind_name(node.kind)),
          "put the whole text in quotes");
    return {};
  }
  const auto made = expression(node, kNothingInScope);
  return made ? made->evaluate({}).value : Value();
}

std::vector<TestCase> TestLoader::load(const yaml::Node& root) {
  std::vector<TestCase> tests;
  check_keys(root, tests_key(), problems_);
  const yaml::Node* list = root.is_mapping() ? list_at(root, "tests") : nullptr;
  if (!list) return tests;
  std::set<std::string> names;
  for (const yaml::Node& node : list->items) {
    if (!node.is_mapping()) continue;  // reported by the table of keys
    const yaml::Node* name = scalar_at(node, "name");
    if (name && !names.insert(name->text).second)
      error(name->place, "name_taken", "there are two tests '" + name->text + "'", "choose another");
    const size_t before = problems_.size();
    auto test = load_test(root, node);
    if (test && problems_.size() == before) tests.push_back(std::move(*test));
  }
  return tests;
}

std::optional<TestCase> TestLoader::load_test(const yaml::Node& root, const yaml::Node& node) {
  const yaml::Node *name = scalar_at(node, "name"), *expect = mapping_at(node, "expect");
  if (!name || !expect) return std::nullopt;
  TestCase test;
  test.name = said(*name);
  test.workflow = workflow_of(root, node);
  if (!test.workflow) return std::nullopt;
  load_time(root, node, test);
  const yaml::Node *of_file = mapping_at(root, "given"), *own = mapping_at(node, "given");
  const yaml::Node given = of_file && own ? laid_over(*of_file, *own, kOfGiven)
                           : own          ? *own
                           : of_file      ? *of_file
                                          : yaml::Node();
  load_given(given, test);
  if (test.files.empty() && test.documents.empty()) {
    error(name->place, "nothing_given", "the test gives no document",
          "given: {documents: {" +
              (test.workflow->documents.empty() ? "…" : test.workflow->documents[0].name) +
              ": {…}}}, or files: [samples/…]");
  }
  load_expected(*expect, test);
  if (const yaml::Node* steps = list_at(node, "then")) load_then(*steps, test);
  return test;
}

std::shared_ptr<const Workflow> TestLoader::workflow_of(const yaml::Node& root, const yaml::Node& node) {
  const yaml::Node* id = scalar_at(node, "workflow");
  if (!id) id = scalar_at(root, "workflow");
  std::vector<std::string> known;
  for (const auto& one : workflows_.all()) known.push_back(one->id);
  if (!id && known.size() == 1) return without_sampling(*workflows_.all().front());
  if (!id) {
    error(scalar_at(node, "name")->place, "no_workflow", "the test does not say of which workflow it is",
          "write 'workflow:' with one of " + quoted_list(known));
    return nullptr;
  }
  const Workflow* found = workflows_.find(id->text);
  if (!found) unknown(id->place, "there is no workflow", id->text, known);
  return found ? without_sampling(*found) : nullptr;
}

// A test comes out the same each time: nobody is asked by chance.
std::shared_ptr<const Workflow> TestLoader::without_sampling(const Workflow& workflow) {
  auto& made = without_sampling_[workflow.id];
  if (!made) {
    auto copy = std::make_shared<Workflow>(workflow);
    copy->sample = 0;
    made = std::move(copy);
  }
  return made;
}

void TestLoader::load_time(const yaml::Node& root, const yaml::Node& node, TestCase& test) {
  const yaml::Node* now = scalar_at(node, "now");
  if (!now) now = scalar_at(root, "now");
  test.now = start_of_local_day(kTestDay);
  test.says_when = now != nullptr;
  if (!now) return;
  const auto day = parse_date(now->text);
  const auto time = day ? std::optional(start_of_local_day(*day)) : parse_rfc3339(now->text);
  if (time) {
    test.now = *time;
  } else {
    error(now->place, "wrong_value", "'now': expected a date or a time, got '" + now->text + "'",
          "for example 2026-11-23 or 2026-11-23T08:31:00Z");
  }
}

std::vector<TestCase> parse_tests(std::string_view yaml, const std::filesystem::path& file,
                                  const std::filesystem::path& site, const Workflows& workflows,
                                  std::vector<Diagnostic>& problems) {
  const size_t before = problems.size();
  std::vector<TestCase> tests;
  std::vector<Diagnostic> of_text, of_tests;
  const yaml::Reading reading = yaml::read(yaml, file.string(), of_text);
  if (!reading.root.is_null()) tests = TestLoader(workflows, site, of_tests).load(reading.root);
  if (!reading.is_yaml) {
    tests.clear();
    yaml::drop_doubtful(of_tests, of_text, {"nothing_given", "nothing_expected", "no_workflow"});
  }
  problems.insert(problems.end(), of_text.begin(), of_text.end());
  problems.insert(problems.end(), of_tests.begin(), of_tests.end());
  drop_repeated(problems, before);
  return tests;
}

std::vector<TestCase> load_tests(const std::filesystem::path& file, const std::filesystem::path& site,
                                 const Workflows& workflows, std::vector<Diagnostic>& problems) {
  return parse_tests(read_file(file, kMaxTestBytes), file, site, workflows, problems);
}

std::vector<std::filesystem::path> test_files(const std::filesystem::path& site) {
  std::vector<std::filesystem::path> files;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(site / "tests", failed)) {
    const auto& path = entry.path();
    const bool is_yaml = path.extension() == ".yaml" || path.extension() == ".yml";
    if (is_yaml && path.filename().string().front() != '.') files.push_back(path);
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace mailroom::workflows
