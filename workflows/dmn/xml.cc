#include "workflows/dmn/xml.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::dmn {

namespace {

constexpr size_t kMostBytes = 64u << 20;
constexpr int kDeepest = 500;

bool too_deep(const pugi::xml_node& node, int depth) {
  if (depth > kDeepest) return true;
  for (const pugi::xml_node& c : node.children()) {
    if (c.type() == pugi::node_element && too_deep(c, depth + 1)) return true;
  }
  return false;
}

}  // namespace

pugi::xml_node child(const pugi::xml_node& node, std::string_view local) {
  for (const pugi::xml_node& c : node.children()) {
    if (c.type() == pugi::node_element && local_name(c) == local) return c;
  }
  return {};
}

std::vector<pugi::xml_node> children(const pugi::xml_node& node, std::string_view local) {
  std::vector<pugi::xml_node> all;
  for (const pugi::xml_node& c : node.children()) {
    if (c.type() == pugi::node_element && local_name(c) == local) all.push_back(c);
  }
  return all;
}

std::string attribute(const pugi::xml_node& node, const char* name) {
  return node.attribute(name).as_string();
}

std::string text_of_child(const pugi::xml_node& node, std::string_view local) {
  std::string text;
  for (const pugi::xml_node& part : (local.empty() ? node : child(node, local)).children()) {
    if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) text += part.value();
  }
  return text;
}

bool Document::parse(std::string xml, std::string file, std::vector<Diagnostic>* diagnostics) {
  xml_ = std::move(xml);
  file_ = std::move(file);
  const auto fail = [&](size_t offset, std::string message, std::string hint) {
    if (diagnostics) {
      diagnostics->push_back({Severity::error, place_in(file_, xml_, offset), "xml_invalid",
                              std::move(message), std::move(hint)});
    }
    return false;
  };
  if (xml_.size() > kMostBytes) return fail(0, "the model is larger than 64 MB", {});
  // pugixml reads no DTD: entities it does not know stay as they are written.
  const pugi::xml_parse_result result = document_.load_buffer(
      xml_.data(), xml_.size(), (pugi::parse_default | pugi::parse_ws_pcdata_single) & ~pugi::parse_doctype,
      pugi::encoding_auto);
  if (!result)
    return fail(static_cast<size_t>(std::max<ptrdiff_t>(result.offset, 0)),
                "this is not XML: " + to_lower_ascii(result.description()), {});
  // pugixml's own recursion is safe; ours over boxed expressions is bounded here.
  if (too_deep(document_, 0)) return fail(0, "elements are nested more than 500 deep", {});
  return true;
}

Place Document::place(const pugi::xml_node& node) const {
  const ptrdiff_t offset = node.offset_debug();
  return place_in(file_, xml_, offset < 0 ? 0 : static_cast<size_t>(offset),
                  static_cast<int>(std::string_view(node.name()).size()));
}

}  // namespace mailroom::dmn
