// A page of HTML in which values have places (connectors/pattern.h), for a letter that is set as PDF. What
// comes from a form is text there and never markup: it may stand in an element's text alone, not in a tag, a
// style or a script, where no way of writing it would be safe. A value's line breaks stay line breaks.
//
// Immutable; thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/value.h"
#include "connectors/pattern.h"

namespace mailroom::connectors {

class HtmlTemplate {
 public:
  // Throws Error{usage, "setting_invalid"} about `key`, if a value has a place where none may be.
  HtmlTemplate(std::string_view key, std::string_view text);

  std::string filled(const Value& values) const;

 private:
  Pattern pattern_;
};

// Where pictures, styles and fonts of pages lie, in a site.
inline constexpr char kLetterFiles[] = "letters";

// The page that a connector's settings have under `key`; none if there is none. Throws as HtmlTemplate does.
std::optional<HtmlTemplate> page_in(const Context& settings, std::string_view key);

// "&lt;b&gt;": as text between tags; a line break becomes <br>.
std::string html_escaped(std::string_view text);

}  // namespace mailroom::connectors
