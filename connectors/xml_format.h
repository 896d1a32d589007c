// XML (1.0, fifth edition) by a template of the site: its values are escaped as the place asks for that they
// stand in, an element's text or an attribute's value; elsewhere none may stand. What is written is parsed
// before it goes. A batch has its deliveries as elements of one root.
#pragma once

#include <vector>

#include "connectors/pattern.h"
#include "connectors/record_format.h"

namespace mailroom::connectors {

class XmlFormat final : public RecordFormat {
 public:
  explicit XmlFormat(const Context& settings);
  std::string_view extension() const override { return "xml"; }
  Record record(const Delivery& delivery) const override;
  Record whole(const std::vector<std::string>& records, const std::string& header,
               const std::string& trailer) const override;

 private:
  Pattern pattern_;
  std::vector<bool> is_attribute_;  // of each place
  std::string root_;                // empty: no batch
};

// A text as an element's content or an attribute's value; `trouble` names a character that XML does not have.
Record xml_escaped(std::string_view text, bool is_attribute);
// Empty if it is one document, otherwise what is wrong with it.
std::string trouble_of_xml(const std::string& text);

}  // namespace mailroom::connectors
