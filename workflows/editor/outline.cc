#include "workflows/editor/outline.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::workflows::editor {

namespace {

// An item of a list under its id, and what it does in a few words.
Part part_of(const yaml::Node& item, size_t number) {
  Part part;
  const yaml::Node* id = scalar_at(item, "id");
  part.name = id ? id->text : "entry " + std::to_string(number);
  part.detail = text_at(item, "title", text_at(item, "reference"));
  part.place = id ? id->place : item.place;
  part.begin = item.offset;
  part.end = item.end;
  return part;
}

std::string detail_of(const yaml::Node& value) {
  if (value.is_scalar()) return value.text;
  return value.is_list() ? count_of(static_cast<long long>(value.items.size()), "item") : std::string();
}

}  // namespace

std::vector<Part> outline_of(const yaml::Node& root) {
  std::vector<Part> parts;
  for (const yaml::Entry& entry : root.entries) {
    Part part{entry.key,
              detail_of(entry.value),
              entry.place,
              entry.offset,
              std::max(entry.value.end, entry.offset + entry.key.size()),
              {}};
    for (size_t i = 0; i < entry.value.items.size(); ++i) {
      if (entry.value.items[i].is_mapping()) part.parts.push_back(part_of(entry.value.items[i], i + 1));
    }
    for (const yaml::Entry& inner : entry.value.entries) {
      part.parts.push_back({inner.key,
                            detail_of(inner.value),
                            inner.place,
                            inner.offset,
                            std::max(inner.value.end, inner.offset + inner.key.size()),
                            {}});
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace mailroom::workflows::editor
