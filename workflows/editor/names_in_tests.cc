#include "workflows/editor/names_in_tests.h"

#include <algorithm>

#include "base/error.h"
#include "base/file.h"
#include "base/yaml_scan.h"
#include "workflows/editor/feel_text.h"
#include "workflows/load_tests.h"

namespace mailroom::workflows::editor {

namespace {

constexpr uint64_t kMaxTestBytes = 16ull << 20;

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class TestFinder {
 public:
  TestFinder(const GivenName& given, std::string_view workflow) : given_(given), workflow_(workflow) {}

  void find_in(const yaml::Node& root) {
    // What a test does not say of itself the file says, or the site has one workflow alone.
    const bool by_file = is_ours(root, true);
    if (by_file) look_at(root);
    const yaml::Node* tests = list_at(root, "tests");
    if (!tests) return;
    for (const yaml::Node& test : tests->items) {
      if (!is_ours(test, by_file)) continue;
      look_at(test);
      if (const yaml::Node* steps = list_at(test, "then"))
        for (const yaml::Node& step : steps->items) look_at(step);
    }
  }

  std::vector<Place> places;

 private:
  bool is_ours(const yaml::Node& node, bool otherwise) const {
    const yaml::Node* id = scalar_at(node, "workflow");
    return id ? id->text == workflow_ : otherwise;
  }
  bool is_delivery() const { return given_.kind == NameKind::delivery; }

  void look_at(const yaml::Node& node) {
    if (const yaml::Node* given = mapping_at(node, "given"))
      take_keys(*given, is_delivery() ? std::initializer_list<std::string_view>{"answers"}
                                      : std::initializer_list<std::string_view>{"facts"});
    const yaml::Node* expected = mapping_at(node, "expect");
    if (!expected) return;
    take_keys(*expected, is_delivery()
                             ? std::initializer_list<std::string_view>{"sends", "deliveries"}
                             : std::initializer_list<std::string_view>{"facts", "decisions", "rules"});
    for (const yaml::Entry& entry : expected->entries) {
      if (is_one_of(entry.key, {"subject", "fields", "facts", "decisions", "sends"}))
        take_expressions(entry.value);
      if (entry.key == "sends" && is_delivery())
        for (const yaml::Node& item : entry.value.items) take_text(item);
      if (entry.key != "asks") continue;
      for (const yaml::Node& question : entry.value.items)
        if (const yaml::Node* about = scalar_at(question, is_delivery() ? "delivery" : "decision"))
          take_text(*about);
    }
  }
  void take_keys(const yaml::Node& node, std::initializer_list<std::string_view> parts) {
    for (const yaml::Entry& part : node.entries) {
      if (!is_one_of(part.key, parts)) continue;
      for (const yaml::Entry& entry : part.value.entries)
        if (entry.key == given_.name) places.push_back(entry.place);
    }
  }
  void take_text(const yaml::Node& node) {
    if (node.is_scalar() && node.text == given_.name) places.push_back(node.place_at(0, node.text.size()));
  }
  void take_expressions(const yaml::Node& node) {
    if (is_delivery()) return;
    for (const yaml::Entry& entry : node.entries) take_expressions(entry.value);
    for (const yaml::Node& item : node.items) take_expressions(item);
    if (!node.is_scalar()) return;
    for (const UsedName& used : used_names(node.text))
      if (used.name == given_.name && used.owner.empty())
        places.push_back(node.place_at(used.at, used.name.size()));
  }

  const GivenName& given_;
  std::string_view workflow_;
};

}  // namespace

std::vector<Place> places_in_tests(const Draft& draft, const GivenName& given) {
  TestFinder finder(given, draft.workflow().id);
  for (const std::filesystem::path& file : test_files(draft.around().site)) {
    try {
      std::vector<Diagnostic> unsaid;
      finder.find_in(yaml::scan(read_file(file, kMaxTestBytes), file.string(), unsaid));
    } catch (const Error&) {
      continue;
    }
  }
  return std::move(finder.places);
}

}  // namespace mailroom::workflows::editor
