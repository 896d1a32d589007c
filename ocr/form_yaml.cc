#include "ocr/form_yaml.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/identifier.h"
#include "base/text.h"
#include "ocr/language.h"

namespace mailroom::ocr {
namespace {

// One mapping of the file: hands out its values by key, and afterwards complains about keys nobody asked for.
class Mapping {
 public:
  Mapping(const YAML::Node& node, std::string_view what, std::string_view source, const std::string& file,
          std::vector<Diagnostic>& problems)
      : what_(what), source_(source), file_(file), problems_(problems), place_(place_of(node)) {
    if (!node.IsMap()) {
      problem(place_, "wrong_shape", std::string(what) + " is a mapping (key: value)");
      return;
    }
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) {
        problem(place_of(entry.first), "wrong_shape", "a key is a word");
        continue;
      }
      const std::string& key = entry.first.Scalar();
      const auto [at, is_new] = entries_.emplace(key, Entry{entry.second, place_of(entry.first)});
      if (!is_new) {
        problem(place_of(entry.first), "duplicate_key", "'" + key + "' is given twice",
                "keep one of them; the first is on line " + std::to_string(at->second.place.line));
      }
    }
  }

  bool has(const std::string& key) {
    known_.insert(key);
    return entries_.count(key) != 0;
  }
  const YAML::Node* node(const std::string& key) { return has(key) ? &entries_.at(key).node : nullptr; }
  // Of the value; of the key where the value is empty (its own mark is then on the next line).
  Place place(const std::string& key) const {
    const auto at = entries_.find(key);
    if (at == entries_.end()) return place_;
    return at->second.node.IsNull() ? at->second.place : place_of(at->second.node);
  }
  Place place() const { return place_; }

  std::string text(const std::string& key, const std::string& otherwise = {}) {
    const YAML::Node* n = node(key);
    if (n == nullptr) return otherwise;
    if (!n->IsScalar()) {
      expected(key, "text");
      return otherwise;
    }
    return n->Scalar();
  }
  std::string required_text(const std::string& key) {
    if (!has(key)) {
      problem(place_, "missing_key", what_ + " has no '" + key + "'");
      return {};
    }
    std::string t = text(key);
    if (t.empty() && node(key)->IsScalar()) expected(key, "text");
    return t;
  }
  bool flag(const std::string& key) {
    if (!has(key)) return false;
    const std::string t = text(key);
    if (t == "true") return true;
    if (t != "false") expected(key, "true or false");
    return false;
  }
  double real(const std::string& key, double low, double high) {
    if (!has(key)) return 0;
    const auto n = real_of(*node(key));
    if (!n || *n < low || *n > high) {
      expected(key, "a number from " + short_number(low) + " to " + short_number(high));
      return 0;
    }
    return *n;
  }
  int integer(const std::string& key, int low, int high, int otherwise) {
    if (!has(key)) return otherwise;
    const std::string t = text(key);
    int n = 0;
    const auto [end, bad] = std::from_chars(t.data(), t.data() + t.size(), n);
    if (bad != std::errc() || end != t.data() + t.size() || n < low || n > high) {
      expected(key, "an integer from " + std::to_string(low) + " to " + std::to_string(high));
      return otherwise;
    }
    return n;
  }
  std::optional<Date> date(const std::string& key) {
    if (!has(key)) return std::nullopt;
    const auto d = parse_date(text(key));
    if (!d) expected(key, "a date like 2026-04-01");
    return d;
  }
  std::vector<double> reals(const std::string& key, size_t count) {
    const YAML::Node* n = node(key);
    std::vector<double> out;
    if (n != nullptr && n->IsSequence() && n->size() == count) {
      for (const auto& item : *n) {
        if (const auto number = real_of(item)) out.push_back(*number);
      }
    }
    if (n != nullptr && out.size() != count) {
      expected(key, "a list of " + std::to_string(count) + " numbers");
      out.clear();
    }
    return out;
  }
  std::vector<std::string> texts(const std::string& key) {
    const YAML::Node* n = node(key);
    std::vector<std::string> out;
    if (n == nullptr) return out;
    if (n->IsScalar()) {
      out.push_back(n->Scalar());
    } else if (n->IsSequence()) {
      for (const auto& item : *n) {
        if (item.IsScalar()) out.push_back(item.Scalar());
      }
    }
    if (out.empty() || (n->IsSequence() && out.size() != n->size())) expected(key, "a list of texts");
    return out;
  }

  // The value as a mapping of its own; the caller finishes it.
  Mapping mapping(const std::string& key, std::string_view what) const {
    return {entries_.at(key).node, what, source_, file_, problems_};
  }

  void expected(const std::string& key, const std::string& what) {
    const YAML::Node& n = entries_.at(key).node;
    std::string got = n.IsScalar() ? "'" + n.Scalar() + "'"
                      : n.IsMap()  ? "a mapping"
                      : n.IsNull() ? "nothing"
                                   : "a list";
    problem(place(key), "wrong_value", "'" + key + "': expected " + what + ", got " + got);
  }
  // A word out of a few.
  void unknown_word(const std::string& key, const std::vector<std::string>& words) {
    const std::string got = text(key);
    const auto near = nearest_name(got, words);
    problem(place(key), "wrong_value",
            "'" + key + "': expected " + quoted_list(words) + ", got '" + got + "'",
            near ? "write '" + *near + "'" : "");
  }
  void unknown_format(const std::string& key) {
    std::vector<std::string> known;
    for (const IdentifierFormat& format : identifier_formats()) known.emplace_back(format.name);
    const std::string got = text(key);
    const auto near = nearest_name(got, known);
    problem(place(key), "wrong_value", "'" + key + "': there is no identifier format '" + got + "'",
            near ? "write '" + *near + "'" : "'mailroom schema --identifiers' lists them");
  }
  void finish() {
    const std::vector<std::string> known(known_.begin(), known_.end());
    for (const auto& [key, entry] : entries_) {
      if (known_.count(key) != 0) continue;
      const auto near = nearest_name(key, known);
      problem(entry.place, "unknown_key", what_ + " has no key '" + key + "'",
              near ? "write '" + *near + "'" : "it knows " + quoted_list(known, "and"));
    }
  }
  void problem(Place place, std::string code, std::string message, std::string hint = {}) {
    problems_.push_back(
        {Severity::error, std::move(place), std::move(code), std::move(message), std::move(hint)});
  }
  Place place_of(const YAML::Node& node) const {
    const YAML::Mark mark = node.Mark();
    if (mark.is_null()) return {file_, 0, 0, 0};
    const int length = node.IsScalar() ? static_cast<int>(length_in_code_points(node.Scalar())) : 1;
    return place_in(file_, source_, static_cast<size_t>(mark.pos), length);
  }

 private:
  struct Entry {
    YAML::Node node;
    Place place;  // of the key
  };

  static std::optional<double> real_of(const YAML::Node& node) {
    if (!node.IsScalar()) return std::nullopt;
    const std::string& t = node.Scalar();
    double n = 0;
    const auto [end, bad] = std::from_chars(t.data(), t.data() + t.size(), n, std::chars_format::fixed);
    if (bad != std::errc() || end != t.data() + t.size()) return std::nullopt;
    return n;
  }
  static std::string short_number(double n) {
    char buffer[32];
    const auto result = std::to_chars(buffer, buffer + sizeof buffer, n);
    return std::string(buffer, result.ptr);
  }

  std::string what_;
  std::string_view source_;
  const std::string& file_;
  std::vector<Diagnostic>& problems_;
  Place place_;
  std::map<std::string, Entry> entries_;
  std::set<std::string> known_;
};

std::vector<CodeKind> parse_code_kinds(Mapping& m, const std::string& key) {
  std::vector<CodeKind> kinds;
  const std::vector<std::string> words = m.texts(key);
  if (words == std::vector<std::string>{"any"}) return kinds;
  for (const std::string& word : words) {
    if (const auto kind = parse_code_kind(word)) {
      kinds.push_back(*kind);
      continue;
    }
    std::vector<std::string> known{"any"};
    for (const CodeKind kind : kCodeKinds) known.emplace_back(to_string(kind));
    const auto near = nearest_name(word, known);
    m.problem(m.place(key), "wrong_value",
              "'" + key + "': expected " + quoted_list(known) + ", got '" + word + "'",
              near ? "write '" + *near + "'" : "");
  }
  return kinds;
}

// A mapping of kind and pattern; or one word: the pattern of a `code`, the kind of a `barcode`.
ExpectedCode parse_code(Mapping& m, const std::string& key) {
  ExpectedCode code;
  if (m.node(key)->IsMap()) {
    Mapping of = m.mapping(key, "'" + key + "'");
    if (of.has("kind")) code.kinds = parse_code_kinds(of, "kind");
    code.pattern = of.text("pattern");
    of.finish();
  } else if (key == "code") {
    code.pattern = m.text(key);
  } else {
    code.kinds = parse_code_kinds(m, key);
  }
  return code;
}

// A pack, several with '+' between them, or a list of packs.
std::string parse_language(Mapping& m) {
  std::string language = join(m.texts("language"), "+");
  if (is_language(language)) return language;
  if (!language.empty()) m.expected("language", "Tesseract's packs like 'deu' or [cym, eng]");
  return std::string(kEnglish);
}

// What a field and a table's column both say.
void parse_value(Mapping& m, Field& field) {
  field.id = m.required_text("id");
  field.label = m.text("label");
  if (m.has("type")) {
    if (const auto type = parse_field_type(m.text("type"))) {
      field.type = *type;
    } else {
      m.unknown_word("type", {"text", "name", "integer", "amount", "date", "checkbox"});
    }
  }
  field.format = m.text("format");
  if (!field.format.empty() && find_identifier_format(field.format) == nullptr) m.unknown_format("format");
  field.proposed = m.flag("proposed");
  field.pattern = m.text("pattern");
  if (m.has("language")) field.language = parse_language(m);
  field.threshold = m.real("threshold", 0, 1);
}

TableColumn parse_column(Mapping& m) {
  TableColumn column;
  parse_value(m, column.field);
  if (!m.has("header"))
    m.problem(m.place(), "missing_key", "a column has no 'header'",
              "write the words that stand above it: header: [Amount, This period]");
  column.field.near = m.texts("header");
  column.optional = m.flag("optional");
  column.total = m.text("total");
  m.finish();
  return column;
}

Field parse_field(Mapping& m) {
  Field field;
  parse_value(m, field);
  field.acroform = m.text("acroform");
  field.on_value = m.text("on_value");
  field.page = m.integer("page", 1, 10'000, 1);
  if (const auto z = m.reals("zone", 4); !z.empty()) {
    field.zone = {z[0], z[1], z[2], z[3]};
    if (z[0] >= z[2] || z[1] >= z[3])
      m.expected("zone", "[left, top, right, bottom] with left < right and top < bottom");
  }
  field.max_length = m.integer("max_length", 1, 100'000, 0);
  field.comb = m.flag("comb");
  field.multiline = m.flag("multiline");
  field.required = m.flag("required");
  field.near = m.texts("near");
  if (m.has("side")) {
    const std::string side = m.text("side");
    if (side == "right") {
      field.side = Field::Side::right;
    } else if (side == "below") {
      field.side = Field::Side::below;
    } else if (side != "any") {
      m.unknown_word("side", {"any", "right", "below"});
    }
  }
  if (m.has("barcode")) field.barcode = parse_code(m, "barcode");
  m.finish();
  return field;
}

}  // namespace

std::optional<Form> parse_form_yaml(std::string_view yaml, const std::string& file, FormPlaces& places,
                                    std::vector<Diagnostic>& problems) {
  const auto whole_file = [&](std::string code, std::string message, std::string hint = {}) {
    problems.push_back(
        {Severity::error, {file, 0, 0, 0}, std::move(code), std::move(message), std::move(hint)});
    return std::nullopt;
  };
  try {
    const YAML::Node root = YAML::Load(std::string(yaml));
    if (root.IsNull())
      return whole_file("empty", "the template is empty", "make one with 'mailroom form new'");
    Mapping top(root, "a template", yaml, file, problems);
    if (!root.IsMap()) return std::nullopt;
    Form form;
    form.id = top.required_text("id");
    places.form = top.place("id");
    form.title = top.text("title");
    form.edition = top.text("edition");
    form.locale = top.text("locale", form.locale);
    if (top.has("language")) form.language = parse_language(top);
    places.language = top.has("language") ? top.place("language") : places.form;
    form.valid_from = top.date("valid_from");
    form.valid_to = top.date("valid_to");
    if (top.has("layout")) {
      const std::string layout = top.text("layout");
      if (layout == "free") {
        form.layout = Form::Layout::free;
      } else if (layout == "separator") {
        form.layout = Form::Layout::separator;
      } else if (layout == "letter") {
        form.layout = Form::Layout::letter;
      } else if (layout != "fixed") {
        top.unknown_word("layout", {"fixed", "free", "separator", "letter"});
      }
    }
    form.phrases = top.texts("phrases");
    form.unless = top.texts("unless");
    places.unless = top.place("unless");
    if (top.has("code")) form.code = parse_code(top, "code");
    places.code = top.place("code");
    if (const YAML::Node* pages = top.node("pages")) {
      if (!pages->IsSequence()) top.expected("pages", "a list of pages");
      for (const auto& node : *pages) {
        Mapping m(node, "a page", yaml, file, problems);
        FormPage page;
        if (!m.has("size"))
          m.problem(m.place(), "missing_key", "a page has no 'size'", "write size: [595.28, 841.89]");
        if (const auto size = m.reals("size", 2); !size.empty()) {
          page.width = size[0];
          page.height = size[1];
          if (page.width <= 0 || page.height <= 0) m.expected("size", "[width, height] in points");
        }
        if (m.has("code")) page.code = parse_code(m, "code");
        places.pages.push_back(m.has("code") ? m.place("code") : m.place());
        m.finish();
        form.pages.push_back(std::move(page));
      }
    }
    if (const YAML::Node* fields = top.node("fields")) {
      if (!fields->IsSequence()) top.expected("fields", "a list of fields");
      for (const auto& node : *fields) {
        Mapping m(node, "a field", yaml, file, problems);
        if (!node.IsMap()) continue;
        Field field = parse_field(m);
        if (!field.language.empty() && field.language != form.language &&
            std::ranges::find(form.field_languages, field.language) == form.field_languages.end())
          form.field_languages.push_back(field.language);
        form.fields.push_back(std::move(field));
        places.fields.push_back(m.has("id") ? m.place("id") : m.place());
        places.zones.push_back(m.has("zone") ? m.place("zone") : places.fields.back());
      }
    }
    if (const YAML::Node* tables = top.node("tables")) {
      if (!tables->IsSequence()) top.expected("tables", "a list of tables");
      for (const auto& node : *tables) {
        Mapping m(node, "a table", yaml, file, problems);
        if (!node.IsMap()) continue;
        Table& table = form.tables.emplace_back();
        TablePlaces& at = places.tables.emplace_back();
        table.rows.type = FieldType::integer;
        table.rows.id = m.required_text("id");
        at.table = m.has("id") ? m.place("id") : m.place();
        table.rows.label = m.text("label");
        table.until = m.texts("until");
        const YAML::Node* columns = m.node("columns");
        if (columns != nullptr && !columns->IsSequence()) m.expected("columns", "a list of columns");
        for (size_t i = 0; columns != nullptr && i < columns->size(); ++i) {
          Mapping c((*columns)[i], "a column", yaml, file, problems);
          if (!(*columns)[i].IsMap()) continue;
          table.columns.push_back(parse_column(c));
          at.columns.push_back(c.has("id") ? c.place("id") : c.place());
        }
        m.finish();
      }
    }
    top.finish();
    return form;
  } catch (const YAML::ParserException& e) {
    problems.push_back({Severity::error,
                        {file, e.mark.line + 1, e.mark.column + 1, 1},
                        "yaml_invalid",
                        "this is not YAML: " + to_lower_ascii(e.msg),
                        {}});
    return std::nullopt;
  } catch (const YAML::Exception& e) {
    return whole_file("yaml_invalid", "this is not YAML: " + to_lower_ascii(e.msg));
  }
}

}  // namespace mailroom::ocr
