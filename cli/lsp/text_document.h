// A text as an editor has it, and its places in the protocol's words: lines from 0, columns in UTF-16 units
// (LSP 3.17, "Text Documents"). Plain value; one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/value.h"

namespace mailroom::cli::lsp {

class TextDocument {
 public:
  explicit TextDocument(std::string text = {}) { set(std::move(text)); }

  const std::string& text() const { return text_; }
  void set(std::string text);
  // One of didChange's: a range with its new text, or the whole.
  void change(const Context& change);

  size_t offset_of(const Value& position) const;
  Value position_of(size_t offset) const;
  Value range(size_t begin, size_t end) const;
  // A diagnostic's place; without a length to the end of its word, without a column the whole line.
  Value range(const Place& place) const;
  Value whole() const { return range(0, text_.size()); }

 private:
  std::string_view line(size_t number) const;

  std::string text_;
  std::vector<size_t> lines_;  // offsets of their first bytes
};

}  // namespace mailroom::cli::lsp
