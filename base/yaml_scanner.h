// The scanner behind yaml::scan(): one pass over the text, by recursive descent. Internal to
// base/yaml_scan*.cc; one thread. Columns are bytes from the line's beginning, from 0; a column of -1 is left
// of everything.
#pragma once

#include <map>

#include "base/yaml.h"

namespace mailroom::yaml {

// What yaml-cpp reads as nothing.
inline bool is_null_word(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

class Scanner {
 public:
  Scanner(std::shared_ptr<const Source> source, std::vector<Diagnostic>& problems);
  Node document();

 private:
  static constexpr size_t kNone = std::string::npos;

  // yaml_scan.cc: lines and blocks. `parent`: the column that what belongs here stands right of.
  Node block(int parent);
  Node mapping();
  Node list();
  void entry(Node& mapping);
  void take_key_without_colon(Node& mapping);
  Node value_of_key(int parent);
  Node inline_value(int parent);
  // What stands deeper than its neighbours: said, and given to the last of them.
  void stray(Node& owner);
  void tell_stray(const Node& owner);
  void put(Node& mapping, Entry entry);
  void open_document();

  // yaml_scan_flow.cc: what stands in brackets.
  Node flow(int parent);
  void flow_entry(Node& node, int parent);
  Node flow_value(int parent);
  Node flow_plain(int parent);
  // Whether a line's first byte begins something of the block around the brackets.
  bool is_outside(size_t offset, int parent) const;

  // yaml_scan_text.cc: texts.
  Node quoted(int parent);
  Node plain(int parent);
  Node block_text(int parent);
  // The rest of the line as a text, after something was said about it.
  Node rest_of_line();
  Node braces_of_line();
  void expect_line_end(const char* what);
  void unescape(std::string& out);

  // yaml_scan.cc: where we are.
  bool is_at_end() const { return at_ >= end_; }
  char now() const { return at_ < end_ ? text_[at_] : '\0'; }
  char at(size_t offset) const { return offset < end_ ? text_[offset] : '\0'; }
  bool blank_at(size_t offset) const;  // a blank, the line's end or the text's
  int column_of(size_t offset) const;
  size_t line_end(size_t offset) const;
  bool at_line_end() const;  // nothing but a comment follows
  bool at_dash() const { return now() == '-' && blank_at(at_ + 1); }
  void skip_blanks();
  bool next_content();  // to the next thing that is no blank, comment or line end; false at the end
  size_t key_colon(size_t offset) const;  // of a key that begins there, its ':'; kNone if there is no key
  bool begins_mapping() const;

  Node node_at(Node::Kind kind, size_t offset) const;
  void finish_scalar(Node& node, size_t end) const;
  Node null_at(const Place& place, size_t offset) const;
  void problem(size_t offset, size_t length, std::string code, std::string message, std::string hint = {});
  // Anchors and tags before a value; answers the anchor's name.
  std::string properties();
  Node anchored(const std::string& name, Node node);
  Node alias();

  std::shared_ptr<const Source> source_;
  std::string_view text_;
  std::vector<Diagnostic>& problems_;
  size_t at_ = 0, end_ = 0;
  Place empty_;  // where a value that is not there would stand
  int depth_ = 0;
  size_t nodes_ = 0;
  std::map<std::string, Node> anchors_;
};

}  // namespace mailroom::yaml
