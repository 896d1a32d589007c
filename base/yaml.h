// YAML 1.2 text as a tree that knows where everything stands, for files that people write: workflows, sites.
// Scalars stay text (`010`, `yes` and `1_000` are never turned into something else; who reads a key says what
// it is); duplicate keys are kept in the tree and reported. Values come from yaml-cpp, which stops here.
//
// Nodes are plain values that share the source; safe to read from any thread. Columns are code points.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace mailroom::yaml {

// The text of a file, and where its lines begin: a large file asks for thousands of places.
struct Source {
  Source(std::string file_name, std::string content);
  Place place(size_t offset, int length = 0) const;

  std::string file;  // as messages name it
  std::string text;
  std::vector<size_t> lines;  // offsets of their first bytes
};

struct Entry;

struct Node {
  enum class Kind { null, scalar, list, mapping };
  Kind kind = Kind::null;
  std::string text;     // scalar
  bool quoted = false;  // scalar in ' or "
  Place place;          // of the value; of an empty value, the end of its key
  std::vector<Node> items;
  std::vector<Entry> entries;
  std::shared_ptr<const Source> source;
  size_t offset = 0;  // of the value in the source, in bytes
  size_t end = 0;     // one past its last byte; of a list or mapping at least one past its last item's

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_mapping() const { return kind == Kind::mapping; }
  const Node* find(std::string_view key) const;  // the value; null if there is no such key
  const Entry* find_entry(std::string_view key) const;
  std::vector<std::string> keys() const;
  // The place in the file of `length` bytes at `at` of a scalar's text, through quotes, escapes and folding.
  Place place_at(size_t at, size_t length = 0) const;
};

struct Entry {
  std::string key;
  Place place;  // of the key
  Node value;
  size_t offset = 0;  // of the key in the source, in bytes
};

// The value of a key, or null if it is not there or of another kind.
const Node* scalar_at(const Node& mapping, std::string_view key);
const Node* list_at(const Node& mapping, std::string_view key);
const Node* mapping_at(const Node& mapping, std::string_view key);
std::string text_at(const Node& mapping, std::string_view key, std::string_view otherwise = {});

// "text", "a list", "a mapping", "nothing": what messages say was found.
std::string_view kind_name(Node::Kind kind);

// What could be read of a text: all of it, or, if it is no YAML, what base/yaml_scan.h understands.
struct Reading {
  Node root;
  bool is_yaml = false;
};
Reading read(std::string_view text, const std::string& file, std::vector<Diagnostic>& problems);

// The first document of the text. None if it is not YAML; then, or with duplicate keys, there are errors
// among `problems`: all that base/yaml_scan.h finds. Aliases are copied, up to a limit.
std::optional<Node> parse(std::string_view text, const std::string& file, std::vector<Diagnostic>& problems);

// A scalar that YAML takes for this text and for nothing else: bare where that is so, else in double quotes.
std::string scalar_of(const std::string& text);

}  // namespace mailroom::yaml
