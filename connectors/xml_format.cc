#include "connectors/xml_format.h"

#include <array>
#include <cstdio>
#include <pugixml.hpp>

#include "base/text.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

constexpr std::string_view kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

// Goes through a template's texts and knows where it stands after each.
class Reader {
 public:
  enum class Place { content, tag, double_quoted, single_quoted, elsewhere };

  void read(std::string_view text) {
    for (size_t i = 0; i < text.size();) i += step(text.substr(i));
  }
  Place place() const { return place_; }

 private:
  // How many characters it took.
  size_t step(std::string_view rest) {
    const char c = rest.front();
    switch (place_) {
      case Place::content:
        for (const auto& [begin, end] : kElsewhere) {
          if (!rest.starts_with(begin)) continue;
          place_ = Place::elsewhere;
          end_ = end;
          return begin.size();
        }
        if (c == '<') place_ = Place::tag;
        return 1;
      case Place::tag:
        place_ = c == '>'    ? Place::content
                 : c == '"'  ? Place::double_quoted
                 : c == '\'' ? Place::single_quoted
                             : place_;
        return 1;
      case Place::double_quoted:
        if (c == '"') place_ = Place::tag;
        return 1;
      case Place::single_quoted:
        if (c == '\'') place_ = Place::tag;
        return 1;
      case Place::elsewhere:
        if (!rest.starts_with(end_)) return 1;
        place_ = Place::content;
        return end_.size();
    }
    return 1;
  }

  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kElsewhere = {
      {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<!", ">"}}};
  Place place_ = Place::content;
  std::string_view end_;
};

std::vector<bool> attributes_of(const Pattern& pattern) {
  std::vector<bool> found;
  Reader reader;
  for (size_t i = 0; i < pattern.places(); ++i) {
    reader.read(pattern.texts()[i]);
    if (reader.place() == Reader::Place::tag || reader.place() == Reader::Place::elsewhere)
      throw setting_invalid("xml", "a template whose " + std::to_string(i + 1) +
                                       ". '{{ … }}' stands in an element's text or an attribute's value");
    found.push_back(reader.place() != Reader::Place::content);
  }
  return found;
}

std::string template_of(const Context& settings) {
  const std::string text = required_text(settings, "xml", "a template, a file of the site");
  const bool is_declared = text.starts_with("<?xml");
  if (const std::string trouble = trouble_of_xml(replace_all(text, Pattern::kPlace, "0")); !trouble.empty())
    throw setting_invalid("xml", "a template that is one XML document, but " + trouble);
  if (is_declared && !settings.at("batch").is_null())
    throw setting_invalid("xml", "a template without '<?xml … ?>', because a batch puts it into a root");
  return is_declared ? text : std::string(kDeclaration) + text;
}

std::string root_of(const Context& settings) {
  if (settings.at("batch").is_null()) return {};
  std::string root = text_at(settings, "batch.root", "deliveries");
  if (!trouble_of_xml("<" + root + "/>").empty())
    throw setting_invalid("batch.root", "an element's name, with attributes if it needs them");
  return root;
}

}  // namespace

Record xml_escaped(std::string_view text, bool is_attribute) {
  Record made;
  for (const uint32_t c : code_points(text)) {
    const bool is_space = c == '\t' || c == '\n' || c == '\r';
    if ((c < ' ' && !is_space) || c == 0xFFFE || c == 0xFFFF) {
      made.trouble = "a value has a control character, which XML does not have";
    } else if (c == '&' || c == '<' || c == '>' || (is_attribute && (c == '"' || c == '\''))) {
      made.text += c == '&'   ? "&amp;"
                   : c == '<' ? "&lt;"
                   : c == '>' ? "&gt;"
                   : c == '"' ? "&quot;"
                              : "&apos;";
    } else if (c == '\r' || (is_attribute && is_space)) {
      made.text += "&#" + std::to_string(c) + ";";  // parsers make blanks or line feeds of them
    } else {
      append_utf8(made.text, c);
    }
  }
  return made;
}

std::string trouble_of_xml(const std::string& text) {
  pugi::xml_document document;
  const pugi::xml_parse_result result = document.load_buffer(
      text.data(), text.size(), pugi::parse_full | pugi::parse_fragment, pugi::encoding_utf8);
  if (!result) return std::string(result.description()) + " at character " + std::to_string(result.offset);
  int elements = 0;
  for (const pugi::xml_node& node : document.children()) {
    elements += node.type() == pugi::node_element ? 1 : 0;
    if (node.type() == pugi::node_doctype) return "it has a DOCTYPE";
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata)
      return "it has text outside its element";
    const std::string encoding = to_lower_ascii(node.attribute("encoding").value());
    if (node.type() == pugi::node_declaration && !encoding.empty() && encoding != "utf-8")
      return "it says that it is not in UTF-8";
  }
  return elements == 1 ? "" : "it has " + count_of(elements, "element") + " instead of one";
}

XmlFormat::XmlFormat(const Context& settings)
    : pattern_(template_of(settings)), is_attribute_(attributes_of(pattern_)), root_(root_of(settings)) {
  must_be_utf8(settings);
}

Record XmlFormat::record(const Delivery& delivery) const {
  Record made;
  made.text = pattern_.filled(delivery.content.at("xml"), [&](size_t place, const Value& value) {
    Record one = xml_escaped(value.is_null() ? "" : to_display(value), is_attribute_[place]);
    if (!one.trouble.empty()) made.trouble = one.trouble;
    return std::move(one.text);
  });
  if (made.trouble.empty()) made.trouble = trouble_of_xml(made.text);
  if (!root_.empty()) made.text.erase(0, kDeclaration.size());
  return made;
}

Record XmlFormat::whole(const std::vector<std::string>& records, const std::string& header,
                        const std::string& trailer) const {
  if (root_.empty()) return {join(records, ""), ""};
  std::string text(kDeclaration);
  text += "<" + root_ + ">\n";
  if (!header.empty()) text += header + "\n";
  for (const std::string& one : records) text += std::string(trim(one)) + "\n";
  if (!trailer.empty()) text += trailer + "\n";
  text += "</" + root_.substr(0, root_.find_first_of(" \t\n")) + ">\n";
  return {text, trouble_of_xml(text)};
}

}  // namespace mailroom::connectors
