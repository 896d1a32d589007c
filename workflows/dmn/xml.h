// Small helpers over pugixml for reading `.dmn`: elements by local name, whatever prefix their file uses.
// For files of workflows/dmn only.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace mailroom::dmn {

inline std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}
pugi::xml_node child(const pugi::xml_node& node, std::string_view local);
std::vector<pugi::xml_node> children(const pugi::xml_node& node, std::string_view local);
std::string attribute(const pugi::xml_node& node, const char* name);
// The text of a child element, or of the node itself for an empty name.
std::string text_of_child(const pugi::xml_node& node, std::string_view local);

// A file's bytes, its tree, and where nodes stand.
class Document {
 public:
  // False, with a diagnostic, if it is no XML. Entities beyond XML's own are never expanded.
  bool parse(std::string xml, std::string file, std::vector<Diagnostic>* diagnostics);
  Place place(const pugi::xml_node& node) const;
  // How a text node stands in the file if there are entities in it; otherwise nothing: it is the text itself.
  std::string written(const pugi::xml_node& text) const;
  pugi::xml_node root() const { return document_.document_element(); }
  const std::string& file() const { return file_; }

 private:
  size_t code_points_before(size_t offset) const;

  std::string xml_, file_;
  pugi::xml_document document_;
  // So that a place is found without reading the file from its start: where lines begin, and how many code
  // points there are before every kStride-th byte.
  std::vector<size_t> line_starts_, code_points_;
};

}  // namespace mailroom::dmn
