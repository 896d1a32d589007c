#include "workflows/dmn/tck.h"

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "workflows/dmn/model.h"
#include "workflows/dmn/xml.h"
#include "workflows/feel/operations.h"
#include "workflows/feel/temporal.h"
#include "workflows/feel/text_of.h"

namespace mailroom::dmn {

namespace {

namespace fs = std::filesystem;
using Kind = Value::Kind;

// A value as the schema writes it: value, component (a context) or list.
Value simple_value(const pugi::xml_node& node) {
  std::string type;
  for (const pugi::xml_attribute& a : node.attributes()) {
    const std::string_view name = a.name();
    if (name.ends_with(":nil") && a.as_bool()) return {};
    if (name.ends_with(":type")) type = a.as_string();
  }
  if (const size_t colon = type.find(':'); colon != std::string::npos) type.erase(0, colon + 1);
  const std::string text = text_of_child(node, "");
  const auto or_text = [&](const auto& parsed) { return parsed ? Value(*parsed) : Value(text); };
  if (type == "boolean") return text == "true" || text == "1";
  if (type == "decimal" || type == "double" || type == "float" || type == "integer" || type == "int" ||
      type == "long") {
    return or_text(Decimal::parse(text));
  }
  if (type == "date") return or_text(parse_date(text));
  if (type == "time") return or_text(feel::parse_time(text));
  if (type == "dateTime") return or_text(feel::parse_date_time(text));
  if (type == "duration") {
    if (const auto months = parse_months(text)) return *months;
    return or_text(parse_duration(text));
  }
  return text;
}

Value value_in(const pugi::xml_node& holder) {
  Context context;
  bool components = false;
  for (const pugi::xml_node& node : holder.children()) {
    if (node.type() != pugi::node_element) continue;
    const std::string_view kind = local_name(node);
    const bool nil =
        std::any_of(node.attributes_begin(), node.attributes_end(), [](const pugi::xml_attribute& a) {
          return std::string_view(a.name()).ends_with(":nil") && a.as_bool();
        });
    if (kind == "value") return simple_value(node);
    if (kind == "list") {
      if (nil) return {};
      List list;
      for (const pugi::xml_node& item : children(node, "item")) list.push_back(value_in(item));
      return Value(std::move(list));
    }
    if (kind == "component") {
      components = true;
      context.put(attribute(node, "name"), nil ? Value() : value_in(node));
    }
  }
  return components ? Value(std::move(context)) : Value();
}

// The kit's files round some of their numbers: equal is what agrees to 8 digits after the point.
bool near(const Decimal& a, const Decimal& b) {
  if (a == b) return true;
  const auto difference = a.subtract(b);
  const auto allowed = Decimal::parse("0.00000001");
  return difference && allowed && difference->absolute() < *allowed;
}

bool same(const Value& expected, const Value& actual) {
  if (expected.is(Kind::number) && actual.is(Kind::number)) return near(expected.number(), actual.number());
  if (expected.is(Kind::list) && actual.is(Kind::list)) {
    return std::equal(expected.list().begin(), expected.list().end(), actual.list().begin(),
                      actual.list().end(), same);
  }
  if (expected.is(Kind::context) && actual.is(Kind::context)) {
    if (expected.context().size() != actual.context().size()) return false;
    return std::all_of(expected.context().entries().begin(), expected.context().entries().end(),
                       [&](const auto& e) {
                         const Value* other = actual.context().find(e.first);
                         return other && same(e.second, *other);
                       });
  }
  if (expected.is_null() || actual.is_null()) return expected.is_null() && actual.is_null();
  return expected == actual || feel::equal(expected, actual) == true;
}

class Suite {
 public:
  Suite(const fs::path& tests, const std::function<void(const TckResult&)>& tell, TckCount& count)
      : tests_(tests), tell_(tell), count_(count) {}

  void run() {
    Document document;
    std::vector<Diagnostic> diagnostics;
    if (!document.parse(read_file(tests_), tests_.string(), &diagnostics)) {
      return fail_all("the tests are no XML");
    }
    if (local_name(document.root()) != "testCases") return;
    const std::string model_name = text_of_child(document.root(), "modelName");
    const fs::path path = tests_.parent_path() / model_name;
    if (!fs::exists(path)) return fail_all("the model '" + model_name + "' is not there");
    model_ = Model::load(path, &diagnostics);
    for (const pugi::xml_node& test : children(document.root(), "testCase")) run_test(test);
  }

 private:
  TckResult result(const std::string& testcase, const std::string& node) const {
    return {tests_.parent_path().filename().string(), tests_.filename().string(), testcase, node, false, {}};
  }

  void fail_all(std::string why) {
    TckResult r = result("", "");
    r.detail = std::move(why);
    ++count_.failed;
    tell_(r);
  }

  void run_test(const pugi::xml_node& test) {
    std::vector<GivenInput> inputs;
    Context by_name;
    for (const pugi::xml_node& input : children(test, "inputNode")) {
      inputs.push_back({attribute(input, "name"), attribute(input, "namespace"), value_in(input)});
      by_name.put(inputs.back().name, inputs.back().value);
    }
    bool passed = true;
    for (const pugi::xml_node& node : children(test, "resultNode")) {
      TckResult r = result(attribute(test, "id"), attribute(node, "name"));
      const std::string type = attribute(test, "type"), invocable = attribute(test, "invocableName");
      std::optional<Answer> answer;
      if (!model_) {
        r.detail = "the model cannot be loaded";
      } else if (type == "decisionService") {
        answer = model_->serve(invocable, by_name, r.node);
      } else if (type == "bkm") {
        answer = model_->invoke(invocable, by_name);
      } else {
        answer = model_->decide(r.node, inputs);
      }
      const Value expected = value_in(child(node, "expected"));
      if (answer) {
        r.success = same(expected, answer->value);
        if (!r.success) {
          r.detail =
              "expected " + feel::literal_text(expected) + ", got " + feel::literal_text(answer->value);
          if (!answer->notices.empty()) r.detail += " (" + answer->notices.front().message + ")";
        }
      } else if (r.detail.empty()) {
        r.detail = "there is no '" + (invocable.empty() ? r.node : invocable) + "' in the model";
      }
      passed = passed && r.success;
      tell_(r);
    }
    ++(passed ? count_.passed : count_.failed);
  }

  const fs::path& tests_;
  const std::function<void(const TckResult&)>& tell_;
  TckCount& count_;
  std::optional<Model> model_;
};

}  // namespace

TckCount run_tck(const fs::path& folder, const std::function<void(const TckResult&)>& tell) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder)) {
    throw Error(Fault::usage, "folder_not_found", "there is no folder '" + folder.string() + "'");
  }
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".xml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  TckCount count;
  for (const fs::path& file : files) Suite(file, tell, count).run();
  if (count.passed + count.failed == 0) {
    throw Error(Fault::usage, "no_tests", "there are no DMN test cases below '" + folder.string() + "'", {},
                "name the folder of the kit, with its compliance levels below");
  }
  return count;
}

}  // namespace mailroom::dmn
