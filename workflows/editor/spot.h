// Where a cursor stands in the text of a workflow, or of another file that a table of keys describes: which
// key or value of the language that is, and what stands there. The text may be half typed: the cursor is
// written into it as a letter that nobody types, and yaml::scan() says where that letter ended up.
//
// A Spot owns the tree that it points into; pure function, thread safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/keys.h"
#include "base/yaml.h"

namespace mailroom::workflows::editor {

// One level of the way down: a key's value or a list's item.
struct Crumb {
  const yaml::Node* node;
  const Key* key;    // what the language allows here; null: nothing is known
  std::string name;  // the key's; of an item empty
  size_t index = 0;  // of the item
};

struct Spot {
  enum class Part { none, key, value };

  Part part = Part::none;
  // From the top down to the mapping whose key it is, or to the value.
  std::vector<Crumb> way;
  const yaml::Entry* entry = nullptr;  // of a key: its entry
  std::string text;                    // the key or the scalar, without the cursor
  size_t at = 0;                       // the cursor in it, in bytes
  bool quoted = false;
  std::unique_ptr<yaml::Node> root;

  const Crumb& here() const { return way.back(); }
  // The name of the key that the innermost value belongs to, through lists: "deliver" of `deliver: [a, b]`.
  std::string_view owner() const;
  // Whether it stands below this key of the workflow itself: "decisions".
  bool is_in(std::string_view top) const { return way.size() > 1 && way[1].name == top; }
  bool is_below(std::string_view name) const;
};

// In a file of the language whose keys these are; without them in a workflow.
Spot spot_at(std::string_view text, size_t offset, const Key& language);
Spot spot_at(std::string_view text, size_t offset);

// What the table says of the value of this entry; null: nothing. `node` as written tells alternatives apart.
const Key* inner_key(const Key* key, std::string_view name, const yaml::Node& node);
// Of a list's items.
const Key* item_key(const Key* key, const yaml::Node& node);
// The workflow's own, from which the way leads down; a delivery's is its connector's.
const Key* key_of_delivery(const yaml::Node& delivery);

}  // namespace mailroom::workflows::editor
