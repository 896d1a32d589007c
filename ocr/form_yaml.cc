#include "ocr/form_yaml.h"

#include <algorithm>
#include <charconv>

#include "base/identifier.h"
#include "base/text.h"
#include "base/yaml.h"
#include "ocr/form_keys.h"
#include "ocr/language.h"

namespace mailroom::ocr {
namespace {

// Makes a form of a tree that was held against the table of keys (form_keys.h), and says what that cannot: a
// number beyond its limits, a word that must be known. What the table refused reads as if it were not there.
class FormReader {
 public:
  FormReader(FormPlaces& places, std::vector<Diagnostic>& problems) : places_(places), problems_(problems) {}

  Form form(const yaml::Node& root) {
    Form form;
    form.id = text_at(root, "id");
    places_.form = place(root, "id");
    form.title = text_at(root, "title");
    form.edition = text_at(root, "edition");
    form.locale = text_at(root, "locale", form.locale);
    if (root.find("language")) form.language = language(root);
    places_.language = root.find("language") ? place(root, "language") : places_.form;
    form.valid_from = parse_date(text_at(root, "valid_from"));
    form.valid_to = parse_date(text_at(root, "valid_to"));
    const std::string layout = text_at(root, "layout");
    form.layout = layout == "free"        ? Form::Layout::free
                  : layout == "separator" ? Form::Layout::separator
                  : layout == "letter"    ? Form::Layout::letter
                                          : Form::Layout::fixed;
    form.phrases = texts(root, "phrases");
    form.unless = texts(root, "unless");
    places_.unless = place(root, "unless");
    if (root.find("code")) form.code = code(root, "code");
    places_.code = place(root, "code");
    for (const yaml::Node* node : mappings(root, "pages")) form.pages.push_back(page(*node));
    for (const yaml::Node* node : mappings(root, "fields")) {
      Field made = field(*node);
      if (!made.language.empty() && made.language != form.language &&
          std::ranges::find(form.field_languages, made.language) == form.field_languages.end())
        form.field_languages.push_back(made.language);
      form.fields.push_back(std::move(made));
      places_.fields.push_back(place(*node, "id"));
      places_.zones.push_back(node->find("zone") ? place(*node, "zone") : places_.fields.back());
    }
    for (const yaml::Node* node : mappings(root, "tables")) form.tables.push_back(table(*node));
    return form;
  }

 private:
  // Of the value; of the mapping, if it has no such key.
  static Place place(const yaml::Node& mapping, std::string_view key) {
    const yaml::Node* node = mapping.find(key);
    return node ? node->place : mapping.place;
  }
  static std::vector<const yaml::Node*> mappings(const yaml::Node& node, std::string_view key) {
    std::vector<const yaml::Node*> out;
    if (const yaml::Node* list = list_at(node, key))
      for (const yaml::Node& item : list->items)
        if (item.is_mapping()) out.push_back(&item);
    return out;
  }
  static bool flag(const yaml::Node& node, std::string_view key) { return text_at(node, key) == "true"; }
  // One word or several.
  static std::vector<std::string> texts(const yaml::Node& node, std::string_view key) {
    std::vector<std::string> out;
    const yaml::Node* value = node.find(key);
    if (value != nullptr && value->is_scalar()) out.push_back(value->text);
    if (value != nullptr)
      for (const yaml::Node& item : value->items)
        if (item.is_scalar()) out.push_back(item.text);
    return out;
  }
  static std::optional<double> number_of(const yaml::Node& node) {
    double n = 0;
    const char* const end = node.text.data() + node.text.size();
    const auto [stop, bad] = std::from_chars(node.text.data(), end, n, std::chars_format::fixed);
    return bad == std::errc() && stop == end ? std::optional(n) : std::nullopt;
  }

  void wrong(const yaml::Node& node, std::string_view key, const std::string& expected,
             std::string hint = {}) {
    const std::string got = node.is_scalar() ? "'" + node.text + "'" : std::string(kind_name(node.kind));
    problems_.push_back({Severity::error, node.place, "wrong_value",
                         "'" + std::string(key) + "': expected " + expected + ", got " + got,
                         std::move(hint)});
  }

  int integer(const yaml::Node& node, std::string_view key, int low, int high, int otherwise) {
    const yaml::Node* value = scalar_at(node, key);
    if (value == nullptr) return otherwise;
    const std::string& text = value->text;
    int n = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (end != text.data() + text.size() || text.empty()) return otherwise;  // said already
    if (bad == std::errc() && n >= low && n <= high) return n;
    wrong(*value, key, "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    return otherwise;
  }
  std::vector<double> numbers(const yaml::Node& node, std::string_view key, size_t count) {
    const yaml::Node* list = list_at(node, key);
    std::vector<double> out;
    if (list == nullptr) return out;
    for (const yaml::Node& item : list->items) {
      const auto number = number_of(item);
      if (!number) return {};  // said already
      out.push_back(*number);
    }
    if (out.size() == count) return out;
    problems_.push_back(
        {Severity::error, list->place, "wrong_value",
         "'" + std::string(key) + "': expected " + std::to_string(count) + " numbers, got " +
             std::to_string(out.size()),
         count == 2 ? "write [width, height] in points" : "write [left, top, right, bottom] in points"});
    return {};
  }

  // A pack, several with '+' between them, or a list of packs.
  std::string language(const yaml::Node& node) {
    const yaml::Node& given = *node.find("language");
    std::string packs = join(texts(node, "language"), "+");
    if (is_language(packs)) return packs;
    if (!packs.empty() || (given.is_list() && given.items.empty()))  // else the table has told of it
      wrong(given, "language", "Tesseract's packs", "for example deu, or [cym, eng]");
    return std::string(kEnglish);
  }

  static std::vector<CodeKind> code_kinds(const yaml::Node& node, std::string_view key) {
    std::vector<CodeKind> kinds;
    for (const std::string& word : texts(node, key))
      if (const auto kind = parse_code_kind(word)) kinds.push_back(*kind);
    return kinds;
  }
  // A mapping of kind and pattern; or one word: the pattern of a `code`, the kind of a `barcode`.
  static ExpectedCode code(const yaml::Node& node, std::string_view key) {
    if (const yaml::Node* of = mapping_at(node, key))
      return {code_kinds(*of, "kind"), text_at(*of, "pattern")};
    if (key == "code") return {{}, text_at(node, key)};
    return {code_kinds(node, key), {}};
  }

  FormPage page(const yaml::Node& node) {
    FormPage page;
    if (const auto size = numbers(node, "size", 2); !size.empty()) {
      page.width = size[0];
      page.height = size[1];
      if (page.width <= 0 || page.height <= 0)
        wrong(*node.find("size"), "size", "[width, height] in points", "for example [595.28, 841.89]");
    }
    if (node.find("code")) page.code = code(node, "code");
    places_.pages.push_back(place(node, "code"));
    return page;
  }

  // What a field and a table's column both say.
  void read_value(const yaml::Node& node, Field& field) {
    field.id = text_at(node, "id");
    field.label = text_at(node, "label");
    field.type = parse_field_type(text_at(node, "type")).value_or(FieldType::text);
    field.format = text_at(node, "format");
    if (!field.format.empty() && find_identifier_format(field.format) == nullptr) unknown_format(node);
    field.pattern = text_at(node, "pattern");
    if (node.find("language")) field.language = language(node);
    if (const yaml::Node* threshold = scalar_at(node, "threshold")) {
      const auto share = number_of(*threshold);
      if (share && *share >= 0 && *share <= 1) {
        field.threshold = *share;
      } else if (share) {
        wrong(*threshold, "threshold", "a number from 0 to 1");
      }
    }
  }
  void unknown_format(const yaml::Node& node) {
    std::vector<std::string> known;
    for (const IdentifierFormat& format : identifier_formats()) known.emplace_back(format.name);
    const yaml::Node& format = *node.find("format");
    const auto near = nearest_name(format.text, known);
    problems_.push_back({Severity::error, format.place, "wrong_value",
                         "'format': there is no identifier format '" + format.text + "'",
                         near ? "write '" + *near + "'" : "'mailroom schema --identifiers' lists them"});
  }

  Field field(const yaml::Node& node) {
    Field field;
    read_value(node, field);
    field.acroform = text_at(node, "acroform");
    field.on_value = text_at(node, "on_value");
    field.page = integer(node, "page", 1, 10'000, 1);
    if (const auto z = numbers(node, "zone", 4); !z.empty()) {
      field.zone = {z[0], z[1], z[2], z[3]};
      if (z[0] >= z[2] || z[1] >= z[3])
        wrong(*node.find("zone"), "zone", "[left, top, right, bottom] with left < right and top < bottom");
    }
    field.max_length = integer(node, "max_length", 1, 100'000, 0);
    field.comb = flag(node, "comb");
    field.multiline = flag(node, "multiline");
    field.required = flag(node, "required");
    field.proposed = flag(node, "proposed");
    field.near = texts(node, "near");
    const std::string side = text_at(node, "side");
    field.side = side == "right"   ? Field::Side::right
                 : side == "below" ? Field::Side::below
                                   : Field::Side::any;
    if (node.find("barcode")) field.barcode = code(node, "barcode");
    return field;
  }

  Table table(const yaml::Node& node) {
    Table table;
    TablePlaces& at = places_.tables.emplace_back();
    table.rows.type = FieldType::integer;
    table.rows.id = text_at(node, "id");
    at.table = place(node, "id");
    table.rows.label = text_at(node, "label");
    table.until = texts(node, "until");
    for (const yaml::Node* one : mappings(node, "columns")) {
      TableColumn& column = table.columns.emplace_back();
      read_value(*one, column.field);
      column.field.near = texts(*one, "header");
      column.optional = flag(*one, "optional");
      column.total = text_at(*one, "total");
      at.columns.push_back(place(*one, "id"));
    }
    return table;
  }

  FormPlaces& places_;
  std::vector<Diagnostic>& problems_;
};

}  // namespace

FormText parse_form_yaml(std::string_view yaml, const std::string& file) {
  FormText made;
  yaml::Reading reading = yaml::read(yaml, file, made.of_text);
  made.is_yaml = reading.is_yaml;
  if (!reading.root.is_null()) check_keys(reading.root, form_key(), made.problems);
  made.form = FormReader(made.places, made.problems).form(reading.root);
  made.root = std::move(reading.root);
  return made;
}

}  // namespace mailroom::ocr
