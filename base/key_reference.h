// The keys of a language for people, from the table that checks them (base/keys.h): as tables in Markdown,
// and part by part for whoever sets them otherwise. Pure, thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/keys.h"

namespace mailroom {

// The mappings below a key, through lists, maps and alternatives, the outermost first: "deliveries.NAME".
struct KeySection {
  std::string path;
  const Key* mapping;  // the table's, not owned
};
std::vector<KeySection> key_sections(const Key& root, const std::string& path = {});
// What stands in the column "must be".
std::string must_be(const Key& key);

// A table for each mapping, under its path as a heading; the outermost one's is `title`. `path`: where the
// keys stand in a larger whole.
std::string key_reference(const Key& root, std::string_view title, const std::string& path = {});

}  // namespace mailroom
