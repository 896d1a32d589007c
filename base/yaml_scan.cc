#include "base/yaml_scan.h"

#include <algorithm>

#include "base/text.h"
#include "base/yaml_scanner.h"

namespace mailroom::yaml {

namespace {

constexpr int kMaxDepth = 100;
constexpr size_t kMaxNodes = 200'000;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

// "---" or "..." alone at a line's beginning.
bool is_marker(std::string_view text, size_t line, std::string_view marker) {
  if (text.substr(line, 3) != marker) return false;
  return line + 3 >= text.size() || is_blank(text[line + 3]) || text[line + 3] == '\n';
}

}  // namespace

Scanner::Scanner(std::shared_ptr<const Source> source, std::vector<Diagnostic>& problems)
    : source_(std::move(source)), text_(source_->text), problems_(problems), end_(source_->text.size()) {}

bool Scanner::blank_at(size_t offset) const {
  return offset >= end_ || text_[offset] == '\n' || is_blank(text_[offset]);
}

int Scanner::column_of(size_t offset) const {
  const size_t before = offset == 0 ? kNone : text_.rfind('\n', offset - 1);
  const size_t begin = before == kNone ? 0 : before + 1;
  auto column = static_cast<int>(offset - begin);
  // A tab that indents, which is said, most likely stands for a step of two.
  for (size_t at = begin; at < offset && is_blank(text_[at]); ++at) column += text_[at] == '\t' ? 1 : 0;
  return column;
}

size_t Scanner::line_end(size_t offset) const {
  const size_t end = std::min(text_.find('\n', offset), end_);
  return end > offset && text_[end - 1] == '\r' ? end - 1 : end;
}

void Scanner::skip_blanks() {
  while (at_ < end_ && is_blank(text_[at_])) ++at_;
}

bool Scanner::at_line_end() const {
  if (at_ >= end_ || text_[at_] == '\n') return true;
  return text_[at_] == '#' && (at_ == 0 || blank_at(at_ - 1));
}

bool Scanner::next_content() {
  for (;;) {
    const size_t from = at_;
    const bool indents = from == 0 || text_[from - 1] == '\n';
    skip_blanks();
    if (is_at_end()) return false;
    if (now() == '#' && at_line_end()) at_ = std::min(text_.find('\n', at_), end_);
    if (now() != '\n') {
      const size_t tab = indents ? text_.substr(from, at_ - from).find('\t') : kNone;
      if (tab != kNone && at_ < end_) {
        problem(from + tab, 1, "yaml_tab", "a tab cannot indent YAML", "write blanks");
      }
      if (at_ < end_) return true;
      return false;
    }
    ++at_;
  }
}

size_t Scanner::key_colon(size_t offset) const {
  const size_t end = line_end(offset);
  size_t i = offset;
  if (at(i) == '"' || at(i) == '\'') {
    const char quote = text_[i];
    for (++i; i < end && text_[i] != quote; ++i) {
      if (quote == '"' && text_[i] == '\\') ++i;
    }
    for (++i; i < end && is_blank(text_[i]); ++i) {
    }
    return i < end && text_[i] == ':' && blank_at(i + 1) ? i : kNone;
  }
  if (std::string_view("[{#|>").find(at(i)) != kNone || (at(i) == '-' && blank_at(i + 1))) return kNone;
  for (; i < end; ++i) {
    if (text_[i] == ':' && blank_at(i + 1)) return i;
    if (text_[i] == '#' && i > offset && is_blank(text_[i - 1])) return kNone;
  }
  return kNone;
}

// A key whose ':' is still to come begins one, too, where its neighbours have theirs.
bool Scanner::begins_mapping() const {
  if (key_colon(at_) != kNone) return true;
  if (std::string_view("\"'[{#|>&*!").find(now()) != kNone) return false;
  const int column = column_of(at_);
  for (size_t line = text_.find('\n', at_); line < end_; line = text_.find('\n', line + 1)) {
    size_t begin = line + 1;
    while (begin < end_ && is_blank(text_[begin])) ++begin;
    if (begin >= end_ || text_[begin] == '\n' || text_[begin] == '#') continue;
    return column_of(begin) == column && key_colon(begin) != kNone;
  }
  return false;
}

Node Scanner::node_at(Node::Kind kind, size_t offset) const {
  Node node;
  node.kind = kind;
  node.source = source_;
  node.offset = node.end = offset;
  node.place = source_->place(offset, 1);
  return node;
}

void Scanner::finish_scalar(Node& node, size_t end) const {
  node.end = end;
  const std::string_view shown =
      text_.substr(node.offset, std::min(end, text_.find('\n', node.offset)) - node.offset);
  node.place =
      source_->place(node.offset, static_cast<int>(std::max<size_t>(1, length_in_code_points(trim(shown)))));
}

Node Scanner::null_at(const Place& place, size_t offset) const {
  Node node = node_at(Node::Kind::null, offset);
  node.place = place;
  return node;
}

void Scanner::problem(size_t offset, size_t length, std::string code, std::string message, std::string hint) {
  problems_.push_back({Severity::error, source_->place(offset, static_cast<int>(length)), std::move(code),
                       std::move(message), std::move(hint)});
}

std::string Scanner::properties() {
  std::string anchor;
  while ((now() == '&' || now() == '!') && !blank_at(at_ + 1)) {
    const size_t begin = at_;
    while (!blank_at(at_)) ++at_;
    if (text_[begin] == '&') anchor = text_.substr(begin + 1, at_ - begin - 1);
    skip_blanks();
  }
  return anchor;
}

Node Scanner::anchored(const std::string& name, Node node) {
  if (!name.empty()) anchors_[name] = node;
  return node;
}

Node Scanner::alias() {
  const size_t begin = at_;
  while (!blank_at(at_) && std::string_view(",[]{}").find(now()) == kNone) ++at_;
  const std::string name(text_.substr(begin + 1, at_ - begin - 1));
  const auto known = anchors_.find(name);
  if (known == anchors_.end()) {
    problem(begin, at_ - begin, "yaml_alias", "'*' begins an alias, and there is no '&" + name + "' before",
            "put a text that begins with '*' in quotes");
    Node node = node_at(Node::Kind::scalar, begin);
    node.text = text_.substr(begin, at_ - begin);
    finish_scalar(node, at_);
    return node;
  }
  Node copy = known->second;
  copy.place = source_->place(begin, 1);
  copy.end = at_;
  return copy;
}

void Scanner::open_document() {
  size_t line = 0;
  while (line < end_ && (text_[line] == '%' || text_[line] == '#' || text_[line] == '\n')) {
    const size_t next = text_.find('\n', line);
    line = next == kNone ? end_ : next + 1;
  }
  at_ = line;
  if (is_marker(text_, line, "---")) at_ = line + 3;
  for (size_t next = text_.find('\n', at_); next != kNone; next = text_.find('\n', next + 1)) {
    if (is_marker(text_, next + 1, "---") || is_marker(text_, next + 1, "...")) {
      end_ = next + 1;
      return;
    }
  }
}

Node Scanner::document() {
  open_document();
  empty_ = source_->place(at_, 1);
  if (!next_content()) return null_at(empty_, at_);
  Node root = block(-1);
  while (next_content() && nodes_ < kMaxNodes) stray(root);
  return root;
}

Node Scanner::block(int parent) {
  if (++nodes_ > kMaxNodes || depth_ >= kMaxDepth) {
    problem(at_, 1, "yaml_too_large", "too deep or too many entries for a file that people write");
    at_ = end_;
    return null_at(empty_, at_);
  }
  ++depth_;
  Node node = at_dash() ? list() : begins_mapping() ? mapping() : inline_value(parent);
  --depth_;
  return node;
}

void Scanner::put(Node& mapping, Entry entry) {
  mapping.end = std::max(mapping.end, entry.value.end);
  mapping.entries.push_back(std::move(entry));
}

// Which of the two is wrong, the line or the block before it, nobody can say: both are named.
void Scanner::tell_stray(const Node& owner) {
  const Place* above = nullptr;
  const Node* block = nullptr;
  if (owner.is_mapping() && !owner.entries.empty()) {
    above = &owner.entries.back().place;
    block = &owner.entries.back().value;
  } else if (owner.is_list() && !owner.items.empty()) {
    above = &owner.place;
    block = &owner.items.back();
  }
  if (block && (block->is_mapping() || block->is_list()) && block->place.line > above->line &&
      block->place.column > column_of(at_)) {
    const std::string first = std::to_string(block->place.line);
    problem(at_, 1, "yaml_indentation",
            "this line is indented less than line " + first + " and more than line " +
                std::to_string(above->line) + ": it belongs to neither",
            "put it under the first letter of its neighbours; or line " + first +
                " is indented too far, or one is missing above it");
    return;
  }
  problem(at_, 1, "yaml_indentation", "this line is indented like nothing above it",
          "put it under the first letter of its neighbours");
}

void Scanner::stray(Node& owner) {
  tell_stray(owner);
  Node more = block(column_of(at_) - 1);
  owner.end = std::max(owner.end, more.end);
  Node* target = &owner;
  if (owner.is_mapping() && !owner.entries.empty() && more.place.column > owner.place.column &&
      owner.entries.back().value.is_mapping())
    target = &owner.entries.back().value;
  if (owner.is_list() && !owner.items.empty() && owner.items.back().is_mapping() && more.is_mapping())
    target = &owner.items.back();
  if (target->is_mapping() && more.is_mapping()) {
    for (Entry& entry : more.entries) put(*target, std::move(entry));
  } else if (target->is_list() && more.is_list()) {
    for (Node& item : more.items) target->items.push_back(std::move(item));
  }
}

Node Scanner::mapping() {
  Node node = node_at(Node::Kind::mapping, at_);
  const int column = column_of(at_);
  for (;;) {
    entry(node);
    do {
      if (!next_content()) return node;
      const int here = column_of(at_);
      if (here < column) return node;
      if (here == column && !at_dash()) break;
      if (here > column) {
        stray(node);
        continue;
      }
      problem(at_, 1, "yaml_list_among_keys", "a list's entry among the keys of a mapping",
              "indent it under the key that it belongs to");
      Node dropped = list();
      node.end = dropped.end;
    } while (true);
  }
}

Node Scanner::list() {
  Node node = node_at(Node::Kind::list, at_);
  const int column = column_of(at_);
  for (;;) {
    const size_t dash = at_++;
    empty_ = source_->place(dash, 1);
    Node item;
    skip_blanks();
    const std::string anchor = properties();
    if (!at_line_end()) {
      item = block(column);
    } else if (next_content() && column_of(at_) > column) {
      item = block(column);
    } else {
      item = null_at(empty_, dash);
      item.end = dash + 1;
    }
    node.end = std::max(node.end, item.end);
    node.items.push_back(anchored(anchor, std::move(item)));
    do {
      if (!next_content()) return node;
      const int here = column_of(at_);
      if (here < column || (here == column && !at_dash())) return node;
      if (here == column) break;
      stray(node);
    } while (true);
  }
}

void Scanner::take_key_without_colon(Node& mapping) {
  const size_t begin = at_, end = line_end(at_);
  size_t stop = begin;
  while (stop < end && !(text_[stop] == '#' && stop > begin && is_blank(text_[stop - 1]))) ++stop;
  const std::string_view line = trim(text_.substr(begin, stop - begin));
  const size_t colon = line.find(':');
  const int length = static_cast<int>(length_in_code_points(line));
  if (colon != kNone && colon > 0) {
    problem(
        begin + colon, 1, "yaml_colon", "a blank is missing after ':'",
        "write '" + std::string(line.substr(0, colon)) + ": " + std::string(line.substr(colon + 1)) + "'");
  } else {
    problem(begin, static_cast<size_t>(length), "yaml_no_colon",
            "expected a key with ':', got '" + std::string(line) + "'",
            "write '" + std::string(line) + ": …'");
  }
  const std::string key(line.substr(0, colon));
  Place place = source_->place(begin, static_cast<int>(length_in_code_points(key)));
  at_ = begin + line.size();
  Place empty = source_->place(at_, 1);
  Node value = null_at(empty, at_);
  if (colon != kNone && colon > 0) {
    value = node_at(Node::Kind::scalar, begin + colon + 1);
    value.text = line.substr(colon + 1);
    finish_scalar(value, at_);
  }
  put(mapping, {key, std::move(place), std::move(value), begin});
  at_ = end;
}

void Scanner::entry(Node& mapping) {
  ++nodes_;
  const size_t begin = at_, colon = key_colon(at_);
  if (colon == kNone) return take_key_without_colon(mapping);
  Entry made;
  made.offset = begin;
  if (now() == '"' || now() == '\'') {
    Node key = quoted(-1);
    made.key = key.text;
    made.place = key.place;
  } else {
    if (now() == '?' && blank_at(at_ + 1)) {
      problem(at_, 1, "yaml_key", "'?' begins a key of several lines here", "put the key in quotes");
    } else if (now() == '@' || now() == '`' || now() == '%') {
      problem(at_, 1, "yaml_syntax", "a text cannot begin with '" + std::string(1, now()) + "' unquoted",
              "put it in quotes");
    }
    const std::string_view key = trim(text_.substr(begin, colon - begin));
    made.key = key;
    made.place = source_->place(begin, static_cast<int>(std::max<size_t>(1, length_in_code_points(key))));
  }
  if (const Entry* first = mapping.find_entry(made.key)) {
    problems_.push_back(
        {Severity::error, made.place, "duplicate_key",
         "duplicate key '" + made.key + "', first in line " + std::to_string(first->place.line),
         "keep one of them"});
  }
  empty_ = made.place;
  empty_.column += empty_.length;
  empty_.length = 1;
  at_ = colon + 1;
  made.value = value_of_key(column_of(begin));
  put(mapping, std::move(made));
}

Node Scanner::value_of_key(int parent) {
  const Place empty = empty_;
  const size_t begin = at_;
  skip_blanks();
  const std::string anchor = properties();
  if (!at_line_end()) return anchored(anchor, inline_value(parent));
  if (!next_content()) return null_at(empty, begin);
  const int here = column_of(at_);
  // A list may begin under its key.
  if (here < parent || (here == parent && !at_dash())) return null_at(empty, begin);
  return anchored(anchor, block(parent));
}

// What stands behind a key, or is no list or mapping.
Node Scanner::inline_value(int parent) {
  ++nodes_;
  switch (now()) {
    case '"':
    case '\'': {
      Node node = quoted(parent);
      expect_line_end("the closing quote");
      return node;
    }
    case '{':
      if (at(at_ + 1) == '{') return braces_of_line();
      [[fallthrough]];
    case '[': {
      Node node = flow(parent);
      expect_line_end("the closing bracket");
      return node;
    }
    case '|':
    case '>':
      return block_text(parent);
    case '*': {
      Node node = alias();
      expect_line_end("the alias");
      return node;
    }
    case '@':
    case '`':
    case '%':
    case ',':
    case ']':
    case '}':
      problem(at_, 1, "yaml_syntax", "a text cannot begin with '" + std::string(1, now()) + "' unquoted",
              "put it in quotes");
      return rest_of_line();
    case '-':
      if (!at_dash()) break;
      problem(at_, 1, "yaml_list_on_line", "a list cannot begin in the line of its key",
              "begin it in the next line, or write [ … ]; put a text that begins with '- ' in quotes");
      return rest_of_line();
    default:
      break;
  }
  return plain(parent);
}

Node scan(const std::shared_ptr<const Source>& source, std::vector<Diagnostic>& problems) {
  return Scanner(source, problems).document();
}

Node scan(std::string_view text, const std::string& file, std::vector<Diagnostic>& problems) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  return scan(std::make_shared<const Source>(file, std::string(text)), problems);
}

}  // namespace mailroom::yaml
