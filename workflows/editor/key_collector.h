// Collects what may be written at a cursor by a table of keys alone; who knows more of a language derives
// from it. Only the suggestions of workflows/editor/ look here. Lives as long as one answer.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "workflows/editor/spot.h"
#include "workflows/editor/suggestions.h"

namespace mailroom::workflows::editor {

// Of a name or a path: letters, digits, '_', '-', '/', '.'.
bool is_of_word(char c);

class KeyCollector {
 public:
  // `offset` lies in the text; both are kept by who asks.
  KeyCollector(std::string_view text, const Spot& spot, size_t offset)
      : text_(text), spot_(spot), begin_(offset), end_(offset), cursor_(offset) {}
  KeyCollector(const KeyCollector&) = delete;
  virtual ~KeyCollector() = default;

  std::vector<Suggestion> collect();

 protected:
  virtual void value();                // what stands behind a key, or in a list
  virtual void words();                // the same where it is no expression
  virtual void files() {}              // paths of the site
  virtual void names(const Crumb&) {}  // keys of a mapping whose names are not the language's own

  Suggestion& add(Suggestion::Kind kind, std::string label, std::string detail = {},
                  std::string documentation = {});
  void replace_word();  // what stands at the cursor without a blank
  void keys_of(const Key& key, const std::set<std::string>& present);
  void words_of(const Key& key);

  const std::string_view text_;
  const Spot& spot_;
  size_t begin_, end_;  // of what is replaced
  const size_t cursor_;

 private:
  void keys(const Crumb& mapping);

  std::vector<Suggestion> found_;
};

}  // namespace mailroom::workflows::editor
