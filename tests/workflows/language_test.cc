// The language is one table (workflows/language.h): the loader, the schema, the reference, completion and
// explanations come from it. Here they are held against it and against each other.
#include "workflows/language.h"
#include "workflows/test_language.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <regex>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "connectors/factory.h"
#include "workflows/editor/spot.h"

namespace mailroom::workflows {
namespace {

using Visit = std::function<void(const Key& key, const std::string& path)>;

// Every key with a name, its path before it.
void each_key(const Key& key, const std::string& path, const Visit& visit) {
  const std::string here = key.name.empty() ? path : path.empty() ? key.name : path + "." + key.name;
  if (!key.name.empty()) visit(key, here);
  for (const Key& inner : key.keys) each_key(inner, here, visit);
  for (const Key& inner : key.items) each_key(inner, here, visit);
}

// The language as a file is checked against it: deliveries by their connector.
void each_key_of_the_language(const Visit& visit) {
  each_key(workflow_key_without_deliveries(), "", visit);
  for (const auto& kind : connectors::connector_kinds())
    each_key(delivery_key(kind), "deliveries." + std::string(kind.name), visit);
}

bool is_container(const Key& key) {
  if (key.type == KeyType::mapping || key.type == KeyType::map) return true;
  if (key.type != KeyType::list && key.type != KeyType::either) return false;
  return std::any_of(key.items.begin(), key.items.end(), is_container);
}

TEST(Language, EveryKeyHasAMeaning) {
  each_key_of_the_language([](const Key& key, const std::string& path) {
    // What a connector groups keys under ("insert") is explained by these.
    if (key.type != KeyType::mapping) {
      EXPECT_NE(key.description, "") << path;
    }
    EXPECT_FALSE(key.description.ends_with(".")) << path;
  });
}

TEST(Language, EveryKeyHasAnExampleOrSaysItsWords) {
  each_key_of_the_language([](const Key& key, const std::string& path) {
    const bool is_clear = !key.default_value.empty() || !key.choices.empty() || key.type == KeyType::boolean;
    EXPECT_TRUE(is_clear || !key.example.empty() || is_container(key)) << path << " has no example";
  });
}

TEST(Language, EveryExampleAndDefaultIsRight) {
  each_key_of_the_language([](const Key& key, const std::string& path) {
    for (const std::string& written : {key.example, key.default_value}) {
      if (written.empty()) continue;
      std::vector<Diagnostic> problems;
      const std::string text = key.name + ": " + written + "\n";
      const auto root = yaml::parse(text, path, problems);
      ASSERT_TRUE(root) << path << ": " << written;
      check_keys(root->entries.at(0).value, key, problems);
      for (const Diagnostic& problem : problems) ADD_FAILURE() << to_text(problem, text);
    }
  });
}

TEST(Language, TheSchemaHasTheKeysOfTheTable) {
  const std::function<void(const Key&, const Value&, const std::string&)> compare =
      [&](const Key& key, const Value& schema, const std::string& path) {
        ASSERT_TRUE(schema.is(Value::Kind::context)) << path;
        const Context& described = schema.context();
        if (!key.description.empty()) {
          EXPECT_EQ(described.at("description").text_or(""), key.description) << path;
        }
        if (key.type == KeyType::list) return compare(key.items.at(0), described.at("items"), path + "[]");
        if (key.type == KeyType::map)
          return compare(key.items.at(0), described.at("additionalProperties"), path + ".*");
        if (key.type == KeyType::either) {
          const List& alternatives = described.at("anyOf").list();
          ASSERT_EQ(alternatives.size(), key.items.size()) << path;
          for (size_t i = 0; i < alternatives.size(); ++i) compare(key.items[i], alternatives[i], path);
          return;
        }
        if (key.type != KeyType::mapping) return;
        const Context& properties = described.at("properties").context();
        std::set<std::string> of_table, of_schema, required, required_by_schema;
        for (const Key& inner : key.keys) {
          of_table.insert(inner.name);
          if (inner.required) required.insert(inner.name);
          compare(inner, properties.at(inner.name), path + "." + inner.name);
        }
        for (const auto& [name, value] : properties.entries()) of_schema.insert(name);
        if (described.find("required"))
          for (const Value& name : described.at("required").list()) required_by_schema.emplace(name.text());
        EXPECT_EQ(of_schema, of_table) << path;
        EXPECT_EQ(required_by_schema, required) << path;
      };
  compare(workflow_key(), json_schema(workflow_key(), "Mailroom workflow"), "");
}

// The names that a source of the loader asks the tree for.
std::set<std::string> keys_read_by(const std::string& source) {
  static const std::regex kRead(
      R"re((?:scalar_at|list_at|mapping_at|text_at|find|find_entry|conditions|items)\((?:[^()";]|\([^()]*\))*"([a-z_]+)")re");
  std::set<std::string> names;
  for (auto found = std::sregex_iterator(source.begin(), source.end(), kRead);
       found != std::sregex_iterator(); ++found)
    names.insert((*found)[1]);
  return names;
}

TEST(Language, TheLoaderReadsOnlyKeysOfTheTableAndAllOfThem) {
  std::set<std::string> known, own, of_tests;
  each_key(tests_key(), "", [&](const Key& key, const std::string&) { of_tests.insert(key.name); });
  const std::set<std::string> readers_of_tests = {"load_tests.cc", "load_given.cc", "load_expected.cc",
                                                  "load_then.cc"};
  each_key_of_the_language([&](const Key& key, const std::string&) { known.insert(key.name); });
  // Of models in YAML, which share a decision's reader.
  for (const Key& key : table_keys(true))
    each_key(key, "", [&](const Key& one, const std::string&) { known.insert(one.name); });
  known.insert({"output_label", "type"});
  each_key(workflow_key_without_deliveries(), "",
           [&](const Key& key, const std::string&) { own.insert(key.name); });
  std::string sources;
  for (const auto& file : std::filesystem::directory_iterator(MAILROOM_SOURCE "/workflows")) {
    const std::string name = file.path().filename().string();
    if (name.rfind("load", 0) != 0 && name != "table_source.cc") continue;
    const std::string source = read_file(file.path());
    const auto& table = readers_of_tests.contains(name) ? of_tests : known;
    for (const std::string& key : keys_read_by(source)) {
      EXPECT_TRUE(table.contains(key)) << name << " reads '" << key << "', which the table does not have";
    }
    sources += source;
  }
  for (const std::string& key : own)
    EXPECT_NE(sources.find("\"" + key + "\""), std::string::npos) << "nothing loads '" << key << "'";
}

TEST(Language, AnEditorOffersWhatTheTableHas) {
  for (const auto& kind : connectors::connector_kinds()) {
    yaml::Node delivery;
    delivery.kind = yaml::Node::Kind::mapping;
    delivery.entries.push_back({std::string(kind.name), {}, {}});
    const Key* key = editor::key_of_delivery(delivery);
    ASSERT_NE(key, nullptr);
    for (const Key& inner : delivery_key(kind).keys)
      EXPECT_NE(editor::inner_key(key, inner.name, yaml::Node()), nullptr) << kind.name << "." << inner.name;
  }
  for (const Key& key : workflow_key().keys)
    EXPECT_NE(editor::inner_key(&workflow_key(), key.name, yaml::Node()), nullptr) << key.name;
}

}  // namespace
}  // namespace mailroom::workflows
