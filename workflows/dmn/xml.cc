#include "workflows/dmn/xml.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::dmn {

namespace {

constexpr size_t kMostBytes = 64u << 20;
constexpr int kDeepest = 500;
constexpr size_t kStride = 128;

size_t code_points_in(std::string_view utf8) {
  return static_cast<size_t>(std::count_if(
      utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool too_deep(const pugi::xml_node& node, int depth) {
  if (depth > kDeepest) return true;
  for (const pugi::xml_node& c : node.children()) {
    if (c.type() == pugi::node_element && too_deep(c, depth + 1)) return true;
  }
  return false;
}

// What pugixml lets pass: control characters and what is no UTF-8 (XML 1.0, 2.2).
bool is_text(std::string_view text) {
  const bool has_controls = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\n' && c != '\r';
  });
  return !has_controls && is_valid_utf8(text);
}

// The first node with such a text; none: all are sound.
pugi::xml_node unsound_in(const pugi::xml_node& node) {
  if (!is_text(node.name()) || !is_text(node.value())) return node;
  for (const pugi::xml_attribute& one : node.attributes()) {
    if (!is_text(one.name()) || !is_text(one.value())) return node;
  }
  for (const pugi::xml_node& c : node.children()) {
    if (const pugi::xml_node found = unsound_in(c)) return found;
  }
  return {};
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
  line_starts_.assign(1, 0);
  for (size_t end = xml_.find('\n'); end != std::string::npos; end = xml_.find('\n', end + 1))
    line_starts_.push_back(end + 1);
  code_points_.assign(1, 0);
  for (size_t at = 0; at + kStride <= xml_.size(); at += kStride)
    code_points_.push_back(code_points_.back() + code_points_in(std::string_view(xml_).substr(at, kStride)));
  // pugixml reads no DTD: entities it does not know stay as they are written.
  const pugi::xml_parse_result result = document_.load_buffer(
      xml_.data(), xml_.size(), (pugi::parse_default | pugi::parse_ws_pcdata_single) & ~pugi::parse_doctype,
      pugi::encoding_auto);
  if (!result)
    return fail(static_cast<size_t>(std::max<ptrdiff_t>(result.offset, 0)),
                "this is not XML: " + to_lower_ascii(result.description()), {});
  // pugixml's own recursion is safe; ours over boxed expressions is bounded here.
  if (too_deep(document_, 0)) return fail(0, "elements are nested more than 500 deep", {});
  if (const pugi::xml_node unsound = unsound_in(document_))
    return fail(static_cast<size_t>(std::max<ptrdiff_t>(unsound.offset_debug(), 0)),
                "this is not XML: there are control characters in it, or what is no UTF-8",
                "say the encoding in its first line: <?xml version=\"1.0\" encoding=\"…\"?>");
  return true;
}

Place Document::place(const pugi::xml_node& node) const {
  const size_t offset =
      std::min(static_cast<size_t>(std::max<ptrdiff_t>(node.offset_debug(), 0)), xml_.size());
  const auto line = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset) - line_starts_.begin();
  const size_t start = line_starts_[static_cast<size_t>(line - 1)];
  return {file_, static_cast<int>(line),
          static_cast<int>(code_points_before(offset) - code_points_before(start)) + 1,
          static_cast<int>(std::string_view(node.name()).size())};
}

std::string Document::written(const pugi::xml_node& text) const {
  if (text.type() != pugi::node_pcdata) return {};
  const size_t start =
      std::min(static_cast<size_t>(std::max<ptrdiff_t>(text.offset_debug(), 0)), xml_.size());
  const std::string_view raw = std::string_view(xml_).substr(start, xml_.find('<', start) - start);
  return raw.find('&') == std::string_view::npos ? std::string() : std::string(raw);
}

size_t Document::code_points_before(size_t offset) const {
  const size_t stride = offset / kStride;
  return code_points_[stride] +
         code_points_in(std::string_view(xml_).substr(stride * kStride, offset % kStride));
}

}  // namespace mailroom::dmn
