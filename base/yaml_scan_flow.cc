// Lists and mappings in brackets.
#include <algorithm>

#include "base/text.h"
#include "base/yaml_scanner.h"

namespace mailroom::yaml {

namespace {

constexpr std::string_view kFlowSigns = ",[]{}";
constexpr int kMaxDepth = 100;

}  // namespace

Node Scanner::flow(int parent) {
  const bool is_list = now() == '[';
  const char closing = is_list ? ']' : '}', other = is_list ? '}' : ']';
  Node node = node_at(is_list ? Node::Kind::list : Node::Kind::mapping, at_);
  if (depth_ >= kMaxDepth) {
    problem(at_, 1, "yaml_too_large", "too deep for a file that people write");
    at_ = end_;
    return node;
  }
  ++depth_;
  size_t line = at_++;
  for (bool wants_comma = false;;) {
    const size_t before = at_;
    const bool more = next_content();
    // The next key of the block around it: here the bracket was forgotten.
    const bool is_forgotten = more && text_.substr(before, at_ - before).find('\n') != kNone &&
                              now() != closing && now() != other && is_outside(at_, parent);
    if (!more || is_forgotten) {
      problem(node.offset, 1, "yaml_unclosed",
              is_list ? "this list is not closed" : "this mapping is not closed",
              "close it with '" + std::string(1, closing) + "'");
      at_ = before;
      node.end = std::max(node.end, before);
      break;
    }
    line = at_;
    if (now() == closing || now() == other) {
      if (now() == other) {
        problem(at_, 1, "yaml_wrong_bracket",
                "expected '" + std::string(1, closing) + "', got '" + std::string(1, other) + "'",
                "close what was opened last first");
      }
      node.end = ++at_;
      break;
    }
    if (now() == ',') {
      if (!wants_comma) problem(at_, 1, "yaml_empty_entry", "there is nothing before this ','", "remove it");
      wants_comma = false;
      ++at_;
      continue;
    }
    if (wants_comma) {
      problem(at_, 1, "yaml_no_comma", "expected ',' or '" + std::string(1, closing) + "' here",
              "put a text that holds commas, quotes or brackets in quotes");
    }
    flow_entry(node, parent);
    wants_comma = true;
    if (at_ == line) ++at_;  // whatever it is: on
  }
  --depth_;
  return node;
}

bool Scanner::is_outside(size_t offset, int parent) const {
  return column_of(offset) <= parent &&
         ((at(offset) == '-' && blank_at(offset + 1)) || key_colon(offset) != kNone);
}

void Scanner::flow_entry(Node& node, int parent) {
  ++nodes_;
  const size_t begin = at_;
  empty_ = source_->place(at_, 1);
  const std::string anchor = properties();
  Node first = flow_value(parent);
  const size_t after = at_;
  next_content();
  const bool has_value =
      now() == ':' && (blank_at(at_ + 1) || kFlowSigns.find(at(at_ + 1)) != kNone || first.quoted);
  if (!has_value) {
    at_ = after;
    if (node.is_list()) {
      node.items.push_back(anchored(anchor, std::move(first)));
      return;
    }
  }
  Entry entry;
  entry.key = first.text;
  entry.place = first.place;
  entry.offset = begin;
  empty_ = first.place;
  empty_.column += empty_.length;
  empty_.length = 1;
  if (!first.is_scalar()) {
    problem(begin, 1, "yaml_key", "expected a name as key, got " + std::string(kind_name(first.kind)));
  }
  const Place empty = empty_;
  entry.value = null_at(empty, after);
  if (has_value) {
    ++at_;
    const size_t behind = at_;
    next_content();
    const std::string name = properties();
    if (is_at_end() || kFlowSigns.substr(0, 1).find(now()) != kNone || now() == ']' || now() == '}') {
      at_ = behind;
    } else {
      entry.value = anchored(name, flow_value(parent));
    }
  }
  if (node.is_list()) {
    Node pair = node_at(Node::Kind::mapping, begin);
    put(pair, std::move(entry));
    node.items.push_back(std::move(pair));
    return;
  }
  if (const Entry* known = node.find_entry(entry.key)) {
    problems_.push_back(
        {Severity::error, entry.place, "duplicate_key",
         "duplicate key '" + entry.key + "', first in line " + std::to_string(known->place.line),
         "keep one of them"});
  }
  put(node, std::move(entry));
}

Node Scanner::flow_value(int parent) {
  switch (now()) {
    case '"':
    case '\'':
      return quoted(parent);
    case '{':
      if (at(at_ + 1) == '{') {
        problem(at_, 2, "yaml_braces", "'{{' begins a mapping here, not a text",
                "put the whole text in double quotes");
        Node node = node_at(Node::Kind::scalar, at_);
        const size_t end = line_end(at_), close = std::min(text_.find("}}", at_), end);
        at_ = std::min(end, close + 2);
        while (at_ < end && kFlowSigns.find(text_[at_]) == kNone) ++at_;
        node.text = trim(text_.substr(node.offset, at_ - node.offset));
        finish_scalar(node, node.offset + node.text.size());
        return node;
      }
      return flow(parent);
    case '[':
      return flow(parent);
    case '*':
      return alias();
    default:
      return flow_plain(parent);
  }
}

Node Scanner::flow_plain(int parent) {
  const size_t begin = at_;
  // A '-' alone is a text to yaml-cpp; the others begin something else.
  if (std::string_view("|>%@`").find(now()) != kNone) {
    problem(at_, 1, "yaml_syntax", "a text cannot begin with '" + std::string(1, now()) + "' unquoted",
            "put it in quotes");
  }
  Node node = node_at(Node::Kind::scalar, begin);
  size_t last = begin;  // one past the last byte that is no blank
  for (size_t breaks = 0; at_ < end_; ++at_) {
    const char c = text_[at_];
    if (kFlowSigns.find(c) != kNone) break;
    if (c == '#' && at_ > begin && blank_at(at_ - 1)) break;
    if (c == ':' && (blank_at(at_ + 1) || kFlowSigns.find(at(at_ + 1)) != kNone)) break;
    if (c == '\n') {
      // A line that is a key of the block around it is none of ours.
      size_t next = at_ + 1;
      while (next < end_ && (text_[next] == ' ' || text_[next] == '\t')) ++next;
      if (next >= end_ || text_[next] == '#' || is_outside(next, parent)) break;
      ++breaks;
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r') continue;
    if (breaks > 0) {
      node.text += breaks == 1 ? std::string(" ") : std::string(breaks - 1, '\n');
    } else if (last < at_) {
      node.text += text_.substr(last, at_ - last);
    }
    node.text += c;
    breaks = 0;
    last = at_ + 1;
  }
  at_ = std::max(last, begin);
  if (is_null_word(node.text)) {
    Node nothing = null_at(empty_, begin);
    nothing.end = at_;
    return nothing;
  }
  finish_scalar(node, at_);
  return node;
}

}  // namespace mailroom::yaml
