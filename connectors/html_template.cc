#include "connectors/html_template.h"

#include "base/text.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

// Where one stands in a page, as far as it was read (HTML, 13.2.5: of the tokenizer's states those that count
// here).
class Reader {
 public:
  void read(std::string_view text) {
    const std::string plain = to_lower_ascii(text);
    for (size_t at = 0; at < plain.size();) at += step(std::string_view(plain).substr(at));
  }
  bool is_in_text() const { return place_ == Place::text; }

 private:
  enum class Place { text, tag, quoted, until };

  size_t step(std::string_view rest) {
    switch (place_) {
      case Place::text:
        return begin(rest);
      case Place::tag:
        if (rest[0] == '"' || rest[0] == '\'') {
          quote_ = rest[0];
          place_ = Place::quoted;
        } else if (rest[0] == '>') {
          place_ = end_.empty() ? Place::text : Place::until;
        }
        return 1;
      case Place::quoted:
        if (rest[0] == quote_) place_ = Place::tag;
        return 1;
      case Place::until:
        if (!rest.starts_with(end_)) return 1;
        place_ = end_ == "-->" ? Place::text : Place::tag;
        const size_t length = end_.size();
        end_.clear();
        return length;
    }
    return 1;
  }

  size_t begin(std::string_view rest) {
    if (rest[0] != '<') return 1;
    if (rest.starts_with("<!--")) {
      end_ = "-->";
      place_ = Place::until;
      return 4;
    }
    place_ = Place::tag;
    for (const std::string_view raw : {"style", "script", "template", "iframe", "svg", "math"}) {
      if (rest.substr(1).starts_with(raw)) end_ = "</" + std::string(raw);
    }
    return 1;
  }

  Place place_ = Place::text;
  char quote_ = 0;
  std::string end_;  // what ends a comment, or the element that is about to begin
};

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\n':
        safe += "<br>\n";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

HtmlTemplate::HtmlTemplate(std::string_view key, std::string_view text) : pattern_(text) {
  Reader reader;
  for (size_t i = 0; i < pattern_.places(); ++i) {
    reader.read(pattern_.texts()[i]);
    if (!reader.is_in_text()) {
      throw setting_invalid(std::string(key), "a page whose " + std::to_string(i + 1) +
                                                  ". '{{ … }}' stands in an element's text, not in a tag, a "
                                                  "comment, a style or a script");
    }
  }
}

std::optional<HtmlTemplate> page_in(const Context& settings, std::string_view key) {
  const std::string text = text_at(settings, key, "");
  if (text.empty()) return {};
  return HtmlTemplate(key, text);
}

std::string HtmlTemplate::filled(const Value& values) const {
  return pattern_.filled(values, [](size_t, const Value& value) { return html_escaped(to_display(value)); });
}

}  // namespace mailroom::connectors
