// What must fit together in a template (declared in form_yaml.h).
#include <algorithm>
#include <cstdio>
#include <map>
#include <regex>

#include "base/text.h"
#include "ocr/field_id.h"
#include "ocr/form_yaml.h"
#include "ocr/language.h"

namespace mailroom::ocr {
namespace {

// PDF rectangles are often a hair beyond the page.
constexpr double kOffPageTolerance = 2;  // points
// Neighbouring boxes share their rule; only a real overlap is worth a warning.
constexpr double kOverlapShare = 0.5;  // of the smaller zone
// Less, in points, holds no writing: a line of the smallest print, one narrow letter, a cross.
constexpr double kLeastTextHeight = 5, kLeastTextWidth = 4, kLeastMark = 4;

double overlap(const Zone& a, const Zone& b) {
  const double w = std::min(a.x1, b.x1) - std::max(a.x0, b.x0);
  const double h = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
  return w > 0 && h > 0 ? w * h : 0;
}

bool has_area(const Zone& zone) {
  return zone.width() > 0 && zone.height() > 0;
}

std::string points(double length) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", length);
  return text;
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
    if (form_.layout == Form::Layout::free && form_.phrases.empty() && !form_.code) {
      error(places_.form, "missing_key", "a free layout needs 'phrases' that identify it",
            "list wordings that stand on every such page, or write the 'code' that is printed on it");
    }
    check_codes();
    check_letter();
    check_language(form_.language, places_.language);
    for (size_t i = 0; i < form_.fields.size(); ++i) check_field(i);
    for (size_t i = 0; i < form_.tables.size(); ++i) check_table(form_.tables[i], places_.tables[i]);
    if (form_.layout == Form::Layout::fixed) check_overlaps();
  }

 private:
  // A warning: what is written here may be read on another machine.
  void check_language(const std::string& language, const Place& place) {
    const std::vector<std::string> missing = missing_packs(language);
    if (missing.empty()) return;
    warn(place, "language_missing", "tesseract has no " + quoted_list(missing, "and") + " on this machine",
         how_to_install(missing));
  }

  void check_codes() {
    if (form_.layout == Form::Layout::separator) {
      if (!form_.code) {
        error(places_.form, "missing_key", "a separator sheet needs the 'code' that is printed on it",
              "write code: TEXT, or code: {kind: code128, pattern: TEXT}");
      }
      if (!form_.fields.empty()) {
        error(places_.fields.front(), "wrong_value", "a separator sheet has no fields",
              "a sheet with fields is a form: leave 'layout: separator' out");
      }
    }
    if (form_.code) check_code(*form_.code, places_.code, "the form's 'code'", true);
    for (size_t i = 0; i < form_.pages.size(); ++i) {
      if (!form_.pages[i].code) continue;
      const std::string what = "the 'code' of page " + std::to_string(i + 1);
      check_code(*form_.pages[i].code, places_.pages[i], what, true);
      if (form_.code) {
        error(places_.pages[i], "wrong_value",
              "the form has a 'code', and so has its page " + std::to_string(i + 1),
              "give either one code for all pages, its first group the page's number, or one for each page");
      }
    }
  }

  void check_letter() {
    if (form_.layout != Form::Layout::letter) {
      if (!form_.unless.empty()) {
        error(places_.unless, "wrong_value", "'unless' is for letters only",
              "write 'layout: letter', or leave it out");
      }
      return;
    }
    if (form_.phrases.empty()) {
      error(places_.form, "missing_key", "a kind of letter needs 'phrases' that tell it",
            "list what such letters say; one of them is enough");
    }
    if (form_.code) {
      error(places_.code, "wrong_value", "a kind of letter has no 'code'",
            "a page with a code of its own is a form: write 'layout: free'");
    }
    if (!form_.fields.empty()) {
      error(places_.fields.front(), "wrong_value", "a kind of letter has no fields",
            "where all such letters are written alike, write 'layout: free'");
    }
  }

  void check_code(const ExpectedCode& code, const Place& place, const std::string& what, bool identifies) {
    if (code.pattern.empty() && identifies) {
      error(place, "missing_key", what + " needs the text or pattern that identifies it",
            "write code: TEXT, or code: {kind: code128, pattern: TEXT}");
    } else if (code.pattern.empty() && std::ranges::find(code.kinds, CodeKind::code39) != code.kinds.end()) {
      error(place, "missing_key", what + " may be a Code 39, which has no check digit, and has no pattern",
            "write barcode: {kind: code39, pattern: 'REF[0-9]{8}'}");
    }
    try {
      std::regex compiled(code.pattern);
    } catch (const std::regex_error&) {
      error(place, "wrong_value", what + ": '" + code.pattern + "' is not a regular expression");
    }
  }

  using Seen = std::map<std::string, int>;  // ids, and the lines on which they stand first

  // `what`: "field", "table", "column".
  void check_id(const std::string& what, const std::string& id, const Place& place, Seen& seen) {
    if (id.empty()) return;
    const auto [at, is_new] = seen.emplace(id, place.line);
    if (!is_new) {
      error(place, "duplicate_id",
            what + " '" + id + "' is there twice, first on line " + std::to_string(at->second));
    }
    if (!is_identifier(id)) {
      error(place, "wrong_value", "the id '" + id + "' may hold letters, digits, '-', '_' and '.' only");
    } else if (const std::string name = name_for_expressions(id); name != id) {
      warn(place, "unnameable_id", "no expression can name the " + what + " '" + id + "'",
           "write '" + name + "'");
    }
  }

  void check_pattern(const std::string& what, const Field& field, const Place& place) {
    try {
      std::regex compiled(field.pattern);
    } catch (const std::regex_error&) {
      error(place, "wrong_value",
            what + " '" + field.id + "': '" + field.pattern + "' is not a regular expression");
    }
  }

  void check_table(const Table& table, const TablePlaces& places) {
    const std::string& id = table.rows.id;
    check_id("table", id, places.table, seen_);
    if (form_.layout != Form::Layout::free) {
      error(places.table, "wrong_value", "table '" + id + "': only a free layout has tables",
            "write 'layout: free', or give each cell as a field with its zone");
    }
    const bool has_needed =
        std::ranges::any_of(table.columns, [](const TableColumn& c) { return !c.optional; });
    if (!has_needed) {
      error(places.table, "missing_key", "table '" + id + "' needs a column that is always there",
            "list its 'columns', from left to right, one of them not optional");
    }
    Seen seen;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const TableColumn& column = table.columns[i];
      const Place& place = places.columns[i];
      check_id("column", column.field.id, place, seen);
      check_pattern("column", column.field, place);
      if (column.field.type == FieldType::checkbox) {
        error(place, "wrong_value", "column '" + column.field.id + "' is a checkbox, and cells hold text",
              "leave 'type' out");
      }
      if (!column.total.empty()) check_total(column, place);
    }
  }

  void check_total(const TableColumn& column, const Place& place) {
    if (column.field.type != FieldType::amount && column.field.type != FieldType::integer) {
      error(place, "wrong_value",
            "column '" + column.field.id + "' has a 'total' and is " +
                std::string(to_string(column.field.type)) + ", which does not add up",
            "write type: amount");
    }
    std::vector<std::string> known;
    for (const Field& field : form_.fields) known.push_back(field.id);
    if (std::ranges::find(known, column.total) != known.end()) return;
    const auto near = nearest_name(column.total, known);
    error(place, "unknown_field",
          "the 'total' of column '" + column.field.id + "': the form has no field '" + column.total + "'",
          near ? "write '" + *near + "'" : "name the field that states the column's sum");
  }

  void check_field(size_t i) {
    const Field& field = form_.fields[i];
    const Place& place = places_.fields[i];
    if (!field.language.empty()) check_language(field.language, place);
    check_id("field", field.id, place, seen_);
    if (field.comb && field.max_length == 0) {
      error(place, "missing_key", "field '" + field.id + "' is a comb without 'max_length'",
            "max_length is the number of its cells");
    }
    check_pattern("field", field, place);
    if (field.barcode) {
      check_code(*field.barcode, place, "the 'barcode' of field '" + field.id + "'", false);
      if (field.type == FieldType::checkbox) {
        error(place, "wrong_value", "field '" + field.id + "' is a checkbox, and no barcode is ticked",
              "leave 'type' or 'barcode' out");
      }
    }
    if (form_.layout == Form::Layout::free) {
      if (field.near.empty() && field.pattern.empty() && field.format.empty() && !field.barcode) {
        error(
            place, "missing_key", "field '" + field.id + "' of a free layout needs 'near'",
            "write the label that stands beside or above the value, or the 'pattern' that tells it anywhere "
            "on the page");
      }
      return;
    }
    if (form_.layout != Form::Layout::fixed) return;  // it has no fields, which was said
    if (field.zone == Zone{} && !field.barcode) {
      const Place& zone = places_.zones[i];
      const bool has_one = zone.line != place.line || zone.column != place.column;
      if (has_one) return;  // what is wrong with it was said
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
            "the zone of field '" + field.id + "' leaves page " + std::to_string(field.page),
            "the page is " + points(page.width) + " by " + points(page.height) + " points");
    }
    if (has_area(field.zone)) check_size(field, places_.zones[i]);  // said already if it has none
  }

  void check_size(const Field& field, const Place& place) {
    const bool is_mark = field.type == FieldType::checkbox;
    const double least_width = is_mark ? kLeastMark : kLeastTextWidth;
    const double least_height = is_mark ? kLeastMark : kLeastTextHeight;
    if (field.zone.width() >= least_width && field.zone.height() >= least_height) return;
    warn(place, "zone_tiny",
         "the zone of field '" + field.id + "' is " + points(field.zone.width()) + " by " +
             points(field.zone.height()) + " points: too small to be written in",
         "expected " + points(least_width) + " by " + points(least_height) + " points or more");
  }

  void check_overlaps() {
    for (size_t i = 0; i < form_.fields.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        const Field &a = form_.fields[i], &b = form_.fields[j];
        if (a.page != b.page || !has_area(a.zone) || !has_area(b.zone)) continue;
        const double smaller = std::min(a.zone.width() * a.zone.height(), b.zone.width() * b.zone.height());
        if (overlap(a.zone, b.zone) > kOverlapShare * smaller) {
          warn(places_.zones[i], "zones_overlap", "the zones of '" + a.id + "' and '" + b.id + "' overlap",
               "what is written in one may be read as the other's");
        }
      }
    }
  }

  void warn(const Place& place, std::string code, std::string message, std::string hint) {
    problems_.push_back({Severity::warning, place, std::move(code), std::move(message), std::move(hint)});
  }
  void error(const Place& place, std::string code, std::string message, std::string hint = {}) {
    problems_.push_back({Severity::error, place, std::move(code), std::move(message), std::move(hint)});
  }

  const Form& form_;
  const FormPlaces& places_;
  std::vector<Diagnostic>& problems_;
  Seen seen_;  // of fields and tables
};

}  // namespace

void check_form(const Form& form, const FormPlaces& places, std::vector<Diagnostic>& problems) {
  Checker(form, places, problems).run();
}

}  // namespace mailroom::ocr
