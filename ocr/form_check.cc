// What must fit together in a template (declared in form_yaml.h).
#include <algorithm>
#include <map>
#include <regex>

#include "base/text.h"
#include "ocr/form_yaml.h"

namespace mailroom::ocr {
namespace {

// PDF rectangles are often a hair beyond the page.
constexpr double kOffPageTolerance = 2;  // points
// Neighbouring boxes share their rule; only a real overlap is worth a warning.
constexpr double kOverlapShare = 0.5;  // of the smaller zone

double overlap(const Zone& a, const Zone& b) {
  const double w = std::min(a.x1, b.x1) - std::max(a.x0, b.x0);
  const double h = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
  return w > 0 && h > 0 ? w * h : 0;
}

bool has_area(const Zone& zone) {
  return zone.width() > 0 && zone.height() > 0;
}

bool is_identifier(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
  });
}

class Checker {
 public:
  Checker(const Form& form, const FormPlaces& places, std::vector<Diagnostic>& problems)
      : form_(form), places_(places), problems_(problems) {}

  void run() {
    if (!form_.id.empty() && !is_identifier(form_.id)) {
      error(places_.form, "wrong_value",
            "the id '" + form_.id + "' may hold letters, digits, '-', '_' and '.' only");
    }
    if (form_.valid_from && form_.valid_to && *form_.valid_to < *form_.valid_from) {
      error(places_.form, "wrong_value", "'valid_to' is before 'valid_from'");
    }
    if (form_.layout == Form::Layout::fixed && form_.pages.empty()) {
      error(places_.form, "missing_key", "a template with fixed places needs 'pages'",
            "list each page's size in points, or write 'layout: free'");
    }
    if (form_.layout == Form::Layout::free && form_.phrases.empty()) {
      error(places_.form, "missing_key", "a free layout needs 'phrases' that identify it",
            "list wordings that stand on every such page");
    }
    for (size_t i = 0; i < form_.fields.size(); ++i) check_field(i);
    if (form_.layout == Form::Layout::fixed) check_overlaps();
  }

 private:
  void check_field(size_t i) {
    const Field& field = form_.fields[i];
    const Place& place = places_.fields[i];
    if (!field.id.empty()) {
      const auto [at, is_new] = seen_.emplace(field.id, i);
      if (!is_new) {
        error(place, "duplicate_id",
              "field '" + field.id + "' is there twice, first on line " +
                  std::to_string(places_.fields[at->second].line));
      }
      if (!is_identifier(field.id)) {
        error(place, "wrong_value",
              "the id '" + field.id + "' may hold letters, digits, '-', '_' and '.' only");
      }
    }
    if (field.comb && field.max_length == 0) {
      error(place, "missing_key", "field '" + field.id + "' is a comb without 'max_length'",
            "max_length is the number of its cells");
    }
    if (!field.pattern.empty()) {
      try {
        std::regex compiled(field.pattern);
      } catch (const std::regex_error&) {
        error(place, "wrong_value",
              "field '" + field.id + "': '" + field.pattern + "' is not a regular expression");
      }
    }
    if (form_.layout == Form::Layout::free) {
      if (field.near.empty()) {
        error(place, "missing_key", "field '" + field.id + "' of a free layout needs 'near'",
              "write the label that stands beside or above the value");
      }
      return;
    }
    if (field.zone == Zone{}) {
      error(place, "missing_key", "field '" + field.id + "' has no 'zone'",
            "write zone: [left, top, right, bottom] in points from the page's top left");
      return;
    }
    if (form_.pages.empty()) return;
    if (field.page > static_cast<int>(form_.pages.size())) {
      error(place, "wrong_value",
            "field '" + field.id + "' is on page " + std::to_string(field.page) + ", but the form has " +
                count_of(static_cast<long long>(form_.pages.size()), "page"));
      return;
    }
    const FormPage& page = form_.pages[static_cast<size_t>(field.page - 1)];
    if (page.width <= 0 || page.height <= 0) return;  // said already
    if (field.zone.x0 < -kOffPageTolerance || field.zone.y0 < -kOffPageTolerance ||
        field.zone.x1 > page.width + kOffPageTolerance || field.zone.y1 > page.height + kOffPageTolerance) {
      error(places_.zones[i], "zone_off_page",
            "the zone of field '" + field.id + "' leaves page " + std::to_string(field.page));
    }
  }

  void check_overlaps() {
    for (size_t i = 0; i < form_.fields.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        const Field &a = form_.fields[i], &b = form_.fields[j];
        if (a.page != b.page || !has_area(a.zone) || !has_area(b.zone)) continue;
        const double smaller = std::min(a.zone.width() * a.zone.height(), b.zone.width() * b.zone.height());
        if (overlap(a.zone, b.zone) > kOverlapShare * smaller) {
          problems_.push_back({Severity::warning, places_.zones[i], "zones_overlap",
                               "the zones of '" + a.id + "' and '" + b.id + "' overlap",
                               "what is written in one may be read as the other's"});
        }
      }
    }
  }

  void error(const Place& place, std::string code, std::string message, std::string hint = {}) {
    problems_.push_back({Severity::error, place, std::move(code), std::move(message), std::move(hint)});
  }

  const Form& form_;
  const FormPlaces& places_;
  std::vector<Diagnostic>& problems_;
  std::map<std::string, size_t> seen_;
};

}  // namespace

void check_form(const Form& form, const FormPlaces& places, std::vector<Diagnostic>& problems) {
  Checker(form, places, problems).run();
}

}  // namespace mailroom::ocr
