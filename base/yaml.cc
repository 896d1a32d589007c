#include "base/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "base/json.h"
#include "base/text.h"
#include "base/yaml_places.h"
#include "base/yaml_scan.h"

namespace mailroom::yaml {

namespace {

constexpr size_t kMaxNodes = 200'000;  // aliases of aliases grow without bound otherwise
constexpr size_t kMaxDepth = 100;

struct TooMuch {};

// Builds the tree from yaml-cpp's events, which keep order and duplicates.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(std::shared_ptr<const Source> source, std::vector<Diagnostic>& problems)
      : source_(std::move(source)), problems_(problems) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node = node_at(Node::Kind::null, mark);
    if (!stack_.empty() && stack_.back().key) {
      node.place = end_of(stack_.back().key->place);
    }
    put(std::move(node), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = std::find_if(anchors_.begin(), anchors_.end(),
                                    [&](const auto& known) { return known.first == anchor; });
    if (found == anchors_.end()) {
      add(place_of(mark, 1), "yaml_alias", "an alias cannot stand inside what it refers to", "");
      put(node_at(Node::Kind::null, mark), 0);
      return;
    }
    Node copy = found->second;
    copy.place = place_of(mark, 1);
    copy.end = static_cast<size_t>(std::max(0, mark.pos)) + 1;
    count_ += size_of(copy);
    put(std::move(copy), 0);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node = node_at(Node::Kind::scalar, mark);
    node.offset = skip_properties(source_->text, node.offset);
    node.quoted = tag == "!" && node.offset < source_->text.size() &&
                  (source_->text[node.offset] == '"' || source_->text[node.offset] == '\'');
    node.text = value;
    const size_t end = scalar_end(*source_, node);
    if (node.quoted && end == std::string::npos) {
      add(source_->place(node.offset, 1), "yaml_unclosed_quote", "this quote is never closed",
          "close it with " + std::string(1, source_->text[node.offset]));
    }
    node.place = place_of_scalar(*source_, node, end);
    node.end = std::min(end, source_->text.size());
    put(std::move(node), anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(node_at(Node::Kind::list, mark), anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(node_at(Node::Kind::mapping, mark), anchor);
  }
  void OnMapEnd() override { close(); }

  Node take() { return std::move(root_); }

 private:
  struct Key {
    std::string text;
    Place place;
    size_t offset;
  };
  struct Level {
    Node node;
    YAML::anchor_t anchor;
    std::optional<Key> key;
  };

  Place place_of(const YAML::Mark& mark, int length) const {
    return source_->place(static_cast<size_t>(std::max(0, mark.pos)), length);
  }
  static Place end_of(Place place) {
    place.column += place.length;
    place.length = 1;
    return place;
  }
  static size_t size_of(const Node& node) {
    size_t size = 1;
    for (const Node& item : node.items) size += size_of(item);
    for (const Entry& entry : node.entries) size += size_of(entry.value);
    return size;
  }
  Node node_at(Node::Kind kind, const YAML::Mark& mark) const {
    Node node;
    node.kind = kind;
    node.source = source_;
    node.offset = node.end = static_cast<size_t>(std::max(0, mark.pos));
    node.place = place_of(mark, 1);
    return node;
  }
  void add(Place place, std::string code, std::string message, std::string hint) {
    problems_.push_back(
        {Severity::error, std::move(place), std::move(code), std::move(message), std::move(hint)});
  }
  void open(Node node, YAML::anchor_t anchor) {
    if (stack_.size() >= kMaxDepth) throw TooMuch();
    stack_.push_back({std::move(node), anchor, std::nullopt});
  }
  void close() {
    Level level = std::move(stack_.back());
    stack_.pop_back();
    put(std::move(level.node), level.anchor);
  }
  void put(Node node, YAML::anchor_t anchor) {
    if (++count_ > kMaxNodes) throw TooMuch();
    if (anchor != 0) anchors_.emplace_back(anchor, node);
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& parent = stack_.back();
    parent.node.end = std::max(parent.node.end, node.end);
    if (parent.node.is_list()) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      put_key(parent, node);
    } else {
      parent.node.entries.push_back(
          {parent.key->text, parent.key->place, std::move(node), parent.key->offset});
      parent.key.reset();
    }
  }
  void put_key(Level& parent, const Node& node) {
    parent.key = Key{node.text, node.place, node.offset};
    if (node.is_mapping()) {
      Place place = node.place;
      if (place.column > 1) --place.column, ++place.length;
      add(place, "yaml_braces", "'{{' begins a mapping here, not a text",
          "put the whole text in double quotes");
      return;
    }
    if (!node.is_scalar()) {
      add(node.place, "yaml_key", "expected a name as key, got " + std::string(kind_name(node.kind)), "");
      return;
    }
    if (const Entry* first = parent.node.find_entry(node.text)) {
      add(node.place, "duplicate_key",
          "duplicate key '" + node.text + "', first in line " + std::to_string(first->place.line),
          "keep one of them");
    }
  }

  std::shared_ptr<const Source> source_;
  std::vector<Diagnostic>& problems_;
  std::vector<Level> stack_;
  std::vector<std::pair<YAML::anchor_t, Node>> anchors_;
  Node root_;
  size_t count_ = 0;
};

}  // namespace

const Entry* Node::find_entry(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

const Node* Node::find(std::string_view key) const {
  const Entry* entry = find_entry(key);
  return entry ? &entry->value : nullptr;
}

std::vector<std::string> Node::keys() const {
  std::vector<std::string> names;
  for (const Entry& entry : entries) names.push_back(entry.key);
  return names;
}

std::string_view kind_name(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::scalar:
      return "text";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::mapping:
      return "a mapping";
  }
  return "nothing";
}

const Node* scalar_at(const Node& mapping, std::string_view key) {
  const Node* node = mapping.find(key);
  return node && node->is_scalar() ? node : nullptr;
}

const Node* list_at(const Node& mapping, std::string_view key) {
  const Node* node = mapping.find(key);
  return node && node->is_list() ? node : nullptr;
}

const Node* mapping_at(const Node& mapping, std::string_view key) {
  const Node* node = mapping.find(key);
  return node && node->is_mapping() ? node : nullptr;
}

std::string text_at(const Node& mapping, std::string_view key, std::string_view otherwise) {
  const Node* node = scalar_at(mapping, key);
  return node ? node->text : std::string(otherwise);
}

namespace {

Diagnostic whole_file(const std::string& file, std::string code, std::string message) {
  return {Severity::error, {file, 0, 0, 0}, std::move(code), std::move(message), ""};
}

// A file is one document: what stands behind a line "---" would be passed over in silence.
void warn_of_second_document(YAML::Parser& parser, const std::shared_ptr<const Source>& source,
                             std::vector<Diagnostic>& problems) {
  std::vector<Diagnostic> unsaid;
  TreeBuilder second(source, unsaid);
  if (!parser.HandleNextDocument(second)) return;
  const Node root = second.take();
  if (root.is_null()) return;
  Place place = source->place(root.offset, 1);
  problems.push_back({Severity::warning, std::move(place), "yaml_second_document",
                      "what follows '---' is not read: a file is one document", "make it a file of its own"});
}

// What yaml-cpp makes of it; none if it gives up.
std::optional<Node> parse_strictly(const std::shared_ptr<const Source>& source,
                                   std::vector<Diagnostic>& problems) {
  TreeBuilder builder(source, problems);
  try {
    std::istringstream stream(source->text);
    YAML::Parser parser(stream);
    if (parser.HandleNextDocument(builder)) {
      warn_of_second_document(parser, source, problems);
      return builder.take();
    }
    problems.push_back(whole_file(source->file, "yaml_empty", "the file is empty"));
  } catch (const TooMuch&) {
    problems.push_back(whole_file(source->file, "yaml_too_large",
                                  "too deep or too many entries for a file that people write"));
  } catch (const YAML::Exception& error) {
    Diagnostic problem = whole_file(source->file, "yaml_syntax", error.msg);
    if (error.mark.pos >= 0) problem.place = source->place(static_cast<size_t>(error.mark.pos), 1);
    problems.push_back(std::move(problem));
  }
  return std::nullopt;
}

}  // namespace

Reading read(std::string_view text, const std::string& file, std::vector<Diagnostic>& problems) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  const auto source = std::make_shared<const Source>(file, std::string(text));
  std::vector<Diagnostic> found;
  auto root = parse_strictly(source, found);
  if (root && !has_errors(found)) {
    problems.insert(problems.end(), std::make_move_iterator(found.begin()),
                    std::make_move_iterator(found.end()));
    return {*std::move(root), true};
  }
  // The scanner finds everything, and says it in words that help; what it has no word for is yaml-cpp's.
  const bool has_limit = !root && !found.empty() && found.back().code != "yaml_syntax";
  std::vector<Diagnostic> all;
  Node rest = has_limit ? Node() : scan(source, all);
  if (all.empty()) all = std::move(found);
  const bool is_yaml = root && std::all_of(all.begin(), all.end(), [](const Diagnostic& problem) {
                         return problem.code == "duplicate_key";
                       });
  problems.insert(problems.end(), std::make_move_iterator(all.begin()), std::make_move_iterator(all.end()));
  return {is_yaml ? *std::move(root) : std::move(rest), is_yaml};
}

std::optional<Node> parse(std::string_view text, const std::string& file, std::vector<Diagnostic>& problems) {
  Reading reading = read(text, file, problems);
  if (!reading.is_yaml) return std::nullopt;
  return std::move(reading.root);
}

std::string scalar_of(const std::string& text) {
  constexpr std::string_view kPlain = " ._/()-+£";
  const bool is_plain =
      !text.empty() && text != "null" && text.back() != ' ' &&
      std::isalnum(static_cast<unsigned char>(text[0])) != 0 &&
      std::all_of(text.begin(), text.end(), [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return std::isalnum(byte) != 0 || byte >= 0x80 || kPlain.find(c) != std::string_view::npos;
      });
  return is_plain ? text : json_quoted(text);
}

}  // namespace mailroom::yaml
