#include "ocr/reading.h"

#include <cmath>
#include <cstdio>

#include "base/error.h"
#include "base/text.h"

namespace mailroom::ocr {
namespace {

constexpr std::pair<Source, std::string_view> kSources[] = {
    {Source::none, "none"}, {Source::acroform, "acroform"}, {Source::barcode, "barcode"},
    {Source::text, "text"}, {Source::mark, "mark"},         {Source::ocr, "ocr"},
};

constexpr std::pair<NoteKind, std::string_view> kNoteKinds[] = {
    {NoteKind::note, "note"},
    {NoteKind::stamp, "stamp"},
    {NoteKind::signature, "signature"},
};

// More than any honest page holds; what is beyond came from a reader that was taken over.
constexpr size_t kMaxPages = 10'000;
constexpr size_t kMaxFields = 1'000'000;
constexpr size_t kMaxAlternatives = 100;
constexpr size_t kMaxNotes = 1'000;  // of a page
constexpr size_t kMaxCodes = 1'000;
constexpr size_t kMaxLetterKinds = 1'000;
constexpr size_t kMaxName = 4'096;
constexpr size_t kMaxText = 1 << 20;
constexpr int kMaxNumber = 1'000'000;

Value number(double n, int digits) {
  if (!std::isfinite(n)) return Value(0);
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*f", digits, n);
  std::string text = buffer;
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return Value(Decimal::parse(text).value_or(Decimal(0)));
}

// A confidence is never rounded up to certainty.
Value confidence_value(double confidence) {
  return number(confidence >= 1 ? 1 : std::floor(confidence * 1e5 + 1e-6) / 1e5, 5);
}

Value zone_value(const Zone& zone) {
  return List{number(zone.x0, 2), number(zone.y0, 2), number(zone.x1, 2), number(zone.y1, 2)};
}

Value alternatives_value(const std::vector<Alternative>& alternatives) {
  List list;
  for (const Alternative& a : alternatives) {
    list.push_back(Context{{"value", a.value}, {"confidence", confidence_value(a.confidence)}});
  }
  return list;
}

Value notes_value(const std::vector<Note>& notes) {
  List list;
  for (const Note& note : notes) {
    list.push_back(Context{{"kind", to_string(note.kind)}, {"zone", zone_value(note.zone)}});
  }
  return list;
}

Value codes_value(const std::vector<CodeReading>& codes) {
  List list;
  for (const CodeReading& code : codes) {
    list.push_back(
        Context{{"kind", to_string(code.kind)}, {"text", code.text}, {"zone", zone_value(code.zone)}});
  }
  return list;
}

Value letter_value(const std::vector<LetterKind>& kinds) {
  List list;
  for (const LetterKind& one : kinds) {
    list.push_back(Context{{"kind", one.kind}, {"phrase", one.phrase}, {"zone", zone_value(one.zone)}});
  }
  return list;
}

Value page_value(const PageReading& page) {
  const bool known = !page.form.empty();
  Context c{{"page", page.page},
            {"form", known ? Value(page.form) : Value()},
            {"form_page", known ? Value(page.form_page) : Value()},
            {"confidence", confidence_value(page.confidence)}};
  if (page.rotation != 0) c.put("rotation", page.rotation);
  if (page.residual != 0) c.put("residual", number(page.residual, 3));
  if (!page.why.empty()) c.put("why", page.why);
  c.put("ink", number(page.ink, 5));
  if (!page.text.empty()) c.put("text", page.text);
  if (page.letter) c.put("letter", letter_value(*page.letter));
  if (!page.language.empty()) c.put("language", page.language);
  if (!page.candidates.empty()) c.put("candidates", alternatives_value(page.candidates));
  if (!page.codes.empty()) c.put("codes", codes_value(page.codes));
  if (!page.separator.empty()) c.put("separator", page.separator);
  if (page.duplicate_of != 0) c.put("duplicate_of", page.duplicate_of);
  if (page.differs) c.put("differs", true);
  if (!page.notes.empty()) c.put("notes", notes_value(page.notes));
  return c;
}

Value field_value(const FieldReading& field) {
  Context c{{"id", field.id},
            {"acroform", field.acroform},
            {"type", to_string(field.type)},
            {"page", field.page},
            {"value", field.value},
            {"text", field.text},
            {"confidence", confidence_value(field.confidence)},
            {"accepted", field.accepted},
            {"altered", field.altered},
            {"alternatives", alternatives_value(field.alternatives)},
            {"source", to_string(field.source)},
            {"zone", zone_value(field.zone)}};
  if (const auto cell = parse_cell_name(field.id)) {
    c.put("table", cell->table);
    c.put("row", cell->row);
    c.put("column", cell->column);
  }
  if (field.repaired) c.put("repaired", true);
  if (field.conflict) c.put("conflict", true);
  return c;
}

Value missing_value(const std::vector<MissingPage>& missing) {
  List list;
  for (const MissingPage& page : missing) {
    Context c{{"form", page.form}, {"form_page", page.form_page}};
    if (page.part != 0) c.put("part", page.part);
    list.push_back(std::move(c));
  }
  return list;
}

[[noreturn]] void invalid(std::string_view key, std::string_view expected) {
  throw Error(
      Fault::document, "reading_invalid",
      "the reader's answer is malformed: '" + std::string(key) + "': expected " + std::string(expected));
}

const Value& required(const Context& c, std::string_view key) {
  const Value* value = c.find(key);
  if (value == nullptr) invalid(key, "a value, got nothing");
  return *value;
}

std::string text_of(const Value& value, std::string_view key, size_t limit) {
  if (!value.is(Value::Kind::text)) invalid(key, "text");
  if (value.text().size() > limit) invalid(key, "a shorter text");
  return std::string(value.text());
}
std::string optional_text(const Context& c, std::string_view key, size_t limit) {
  const Value* value = c.find(key);
  return value == nullptr || value->is_null() ? std::string() : text_of(*value, key, limit);
}

double real_of(const Value& value, std::string_view key, double low, double high) {
  if (!value.is(Value::Kind::number)) invalid(key, "a number");
  const double n = value.number().to_double();
  if (!(n >= low && n <= high)) invalid(key, "a number within its limits");
  return n;
}
double optional_real(const Context& c, std::string_view key, double low, double high) {
  const Value* value = c.find(key);
  return value == nullptr ? 0 : real_of(*value, key, low, high);
}

int integer_of(const Value& value, std::string_view key, int low, int high) {
  if (!value.is(Value::Kind::number)) invalid(key, "a number");
  const auto n = value.number().to_integer();
  if (!n || *n < low || *n > high) invalid(key, "an integer within its limits");
  return static_cast<int>(*n);
}

bool boolean_of(const Value& value, std::string_view key) {
  if (!value.is(Value::Kind::boolean)) invalid(key, "true or false");
  return value.boolean();
}
bool optional_boolean(const Context& c, std::string_view key) {
  const Value* value = c.find(key);
  return value != nullptr && boolean_of(*value, key);
}

const List& list_of(const Value& value, std::string_view key, size_t limit) {
  if (!value.is(Value::Kind::list)) invalid(key, "a list");
  if (value.list().size() > limit) invalid(key, "a shorter list");
  return value.list();
}
const Context& context_of(const Value& value, std::string_view key) {
  if (!value.is(Value::Kind::context)) invalid(key, "an object");
  return value.context();
}

// Text for a text field, a boolean for a checkbox: nothing else comes from a page.
Value scalar_of(const Value& value, std::string_view key) {
  if (value.is(Value::Kind::boolean)) return value;
  return Value(text_of(value, key, kMaxText));
}

std::vector<Alternative> alternatives_of(const Context& c, std::string_view key) {
  std::vector<Alternative> out;
  const Value* list = c.find(key);
  if (list == nullptr) return out;
  for (const Value& entry : list_of(*list, key, kMaxAlternatives)) {
    const Context& a = context_of(entry, key);
    out.push_back(
        {scalar_of(required(a, "value"), "value"), real_of(required(a, "confidence"), "confidence", 0, 1)});
  }
  return out;
}

Zone zone_of(const Value& value) {
  const List& sides_given = list_of(value, "zone", 4);
  if (sides_given.size() != 4) invalid("zone", "four numbers");
  Zone zone;
  double* const sides[] = {&zone.x0, &zone.y0, &zone.x1, &zone.y1};
  for (size_t i = 0; i < 4; ++i) *sides[i] = real_of(sides_given[i], "zone", -kMaxNumber, kMaxNumber);
  return zone;
}

std::vector<Note> notes_of(const Context& c) {
  std::vector<Note> notes;
  const Value* list = c.find("notes");
  if (list == nullptr) return notes;
  for (const Value& entry : list_of(*list, "notes", kMaxNotes)) {
    const Context& n = context_of(entry, "notes");
    const auto kind = parse_note_kind(text_of(required(n, "kind"), "kind", kMaxName));
    if (!kind) invalid("kind", "a kind of note");
    notes.push_back({*kind, zone_of(required(n, "zone")), std::nullopt});
  }
  return notes;
}

CodeReading code_of(const Value& value) {
  const Context& c = context_of(value, "codes");
  const auto kind = parse_code_kind(text_of(required(c, "kind"), "kind", kMaxName));
  if (!kind) invalid("kind", "a barcode's kind");
  return {*kind, text_of(required(c, "text"), "text", kMaxText), zone_of(required(c, "zone"))};
}

LetterKind letter_kind_of(const Value& value) {
  const Context& c = context_of(value, "letter");
  return {text_of(required(c, "kind"), "kind", kMaxName), text_of(required(c, "phrase"), "phrase", kMaxName),
          zone_of(required(c, "zone"))};
}

PageReading page_of(const Value& value) {
  const Context& c = context_of(value, "pages");
  PageReading page;
  page.page = integer_of(required(c, "page"), "page", 1, kMaxNumber);
  if (!required(c, "form").is_null()) {
    page.form = text_of(c.at("form"), "form", kMaxName);
    if (page.form.empty()) invalid("form", "an id or null");
    page.form_page = integer_of(required(c, "form_page"), "form_page", 1, kMaxNumber);
  }
  page.confidence = real_of(required(c, "confidence"), "confidence", 0, 1);
  if (const Value* rotation = c.find("rotation")) {
    page.rotation = integer_of(*rotation, "rotation", 0, 270);
    if (page.rotation % 90 != 0) invalid("rotation", "0, 90, 180 or 270");
  }
  page.residual = optional_real(c, "residual", 0, kMaxNumber);
  page.ink = optional_real(c, "ink", 0, 1);
  page.why = optional_text(c, "why", kMaxName);
  page.text = optional_text(c, "text", kMaxText);
  if (const Value* letter = c.find("letter")) {
    page.letter.emplace();
    for (const Value& kind : list_of(*letter, "letter", kMaxLetterKinds))
      page.letter->push_back(letter_kind_of(kind));
  }
  page.language = optional_text(c, "language", kMaxName);
  page.candidates = alternatives_of(c, "candidates");
  if (const Value* earlier = c.find("duplicate_of")) {
    page.duplicate_of = integer_of(*earlier, "duplicate_of", 1, kMaxNumber);
  }
  page.differs = optional_boolean(c, "differs");
  page.notes = notes_of(c);
  if (const Value* codes = c.find("codes")) {
    for (const Value& code : list_of(*codes, "codes", kMaxCodes)) page.codes.push_back(code_of(code));
  }
  page.separator = optional_text(c, "separator", kMaxName);
  return page;
}

FieldReading field_of(const Value& value) {
  const Context& c = context_of(value, "fields");
  FieldReading field;
  field.id = text_of(required(c, "id"), "id", kMaxName);
  field.acroform = optional_text(c, "acroform", kMaxName);
  const auto type = parse_field_type(text_of(required(c, "type"), "type", kMaxName));
  if (!type) invalid("type", "a field's type");
  field.type = *type;
  field.page = integer_of(required(c, "page"), "page", 1, kMaxNumber);
  field.value = scalar_of(required(c, "value"), "value");
  if (field.value.is(Value::Kind::boolean) != (field.type == FieldType::checkbox)) {
    invalid("value", "true or false for a checkbox and text for anything else");
  }
  field.text = optional_text(c, "text", kMaxText);
  field.confidence = real_of(required(c, "confidence"), "confidence", 0, 1);
  field.accepted = boolean_of(required(c, "accepted"), "accepted");
  field.altered = optional_boolean(c, "altered");
  field.repaired = optional_boolean(c, "repaired");
  field.conflict = optional_boolean(c, "conflict");
  field.alternatives = alternatives_of(c, "alternatives");
  const auto source = parse_source(text_of(required(c, "source"), "source", kMaxName));
  if (!source) invalid("source", "a source of evidence");
  field.source = *source;
  field.zone = zone_of(required(c, "zone"));
  return field;
}

}  // namespace

std::string_view to_string(NoteKind kind) {
  for (const auto& [known, name] : kNoteKinds) {
    if (known == kind) return name;
  }
  return "note";
}

std::optional<NoteKind> parse_note_kind(std::string_view text) {
  for (const auto& [kind, name] : kNoteKinds) {
    if (name == text) return kind;
  }
  return std::nullopt;
}

std::string_view to_string(Source source) {
  for (const auto& [known, name] : kSources) {
    if (known == source) return name;
  }
  return "none";
}

std::optional<Source> parse_source(std::string_view text) {
  for (const auto& [source, name] : kSources) {
    if (name == text) return source;
  }
  return std::nullopt;
}

Value to_value(const DocumentReading& reading) {
  Value error;
  if (reading.failure) {
    error = Context{{"code", reading.failure->code}, {"message", reading.failure->message}};
  }
  List pages, fields;
  pages.reserve(reading.pages.size());
  fields.reserve(reading.fields.size());
  for (const PageReading& page : reading.pages) pages.push_back(page_value(page));
  for (const FieldReading& field : reading.fields) fields.push_back(field_value(field));
  Context c{{"file", reading.file},
            {"error", std::move(error)},
            {"pages", std::move(pages)},
            {"fields", std::move(fields)}};
  if (!reading.missing.empty()) c.put("missing", missing_value(reading.missing));
  return c;
}

DocumentReading reading_from_value(const Value& value) {
  const Context& c = context_of(value, "reading");
  DocumentReading reading;
  reading.file = text_of(required(c, "file"), "file", kMaxName);
  if (const Value& error = required(c, "error"); !error.is_null()) {
    const Context& e = context_of(error, "error");
    reading.failure = ReadFailure{text_of(required(e, "code"), "code", kMaxName),
                                  text_of(required(e, "message"), "message", kMaxName)};
  }
  for (const Value& page : list_of(required(c, "pages"), "pages", kMaxPages)) {
    reading.pages.push_back(page_of(page));
  }
  for (const Value& field : list_of(required(c, "fields"), "fields", kMaxFields)) {
    reading.fields.push_back(field_of(field));
  }
  if (const Value* missing = c.find("missing")) {
    for (const Value& page : list_of(*missing, "missing", kMaxPages)) {
      const Context& m = context_of(page, "missing");
      reading.missing.push_back({text_of(required(m, "form"), "form", kMaxName),
                                 integer_of(required(m, "form_page"), "form_page", 1, kMaxNumber),
                                 m.find("part") ? integer_of(m.at("part"), "part", 1, kMaxNumber) : 0});
    }
  }
  return reading;
}

}  // namespace mailroom::ocr
