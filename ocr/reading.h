// What the reader made of one document: records that travel from the reader process to its client, into the
// case store and out as JSON (the command contract in docs/commands.md). Plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "ocr/form.h"
#include "ocr/picture.h"

namespace mailroom::ocr {

enum class Source { none, acroform, barcode, text, mark, ocr };

struct Alternative {
  Value value;
  double confidence = 0;
};

struct FieldReading {
  std::string id;  // of a table's cell its path, "deductions[2].amount" (ocr/table.h)
  std::string acroform;
  FieldType type = FieldType::text;
  int page = 1;           // of the document
  Value value;            // text as written ("" if empty), or a boolean for a checkbox
  std::string text;       // the raw evidence before any clean-up
  double confidence = 0;  // calibrated probability that `value` is exactly right
  bool accepted = false;
  bool altered = false;   // struck out or corrected by hand: never accepted by a machine
  bool repaired = false;  // a check digit chose it: no recogniser's first reading
  bool conflict = false;  // two sources disagree; the other's value is among the alternatives
  std::vector<Alternative> alternatives;
  Source source = Source::none;
  Zone zone;                    // points on the page as it came, upright: where it was cut from
  std::optional<Picture> crop;  // when asked for and not accepted
};

// Ink on a page of a known form that is neither print nor an entry.
enum class NoteKind {
  note,      // for a person to read
  stamp,     // framed, as offices stamp; others are notes
  signature  // where the form asks for one
};

struct Note {
  NoteKind kind = NoteKind::note;
  Zone zone;                    // points on the page as it came, upright
  std::optional<Picture> crop;  // when asked for
};

// A barcode that was found on a page.
struct CodeReading {
  CodeKind kind = CodeKind::qr;
  std::string text;  // UTF-8
  Zone zone;         // points on the page as it came, upright
  friend bool operator==(const CodeReading&, const CodeReading&) = default;
};

// What a letter says that tells its kind.
struct LetterKind {
  std::string kind;    // the template's id
  std::string phrase;  // of the template: the wording that stands in the letter
  Zone zone;           // points on the page as it came, upright: where it stands
  friend bool operator==(const LetterKind&, const LetterKind&) = default;
};

struct PageReading {
  int page = 1;      // of the document
  std::string form;  // id; empty: unknown
  int form_page = 0;
  double confidence = 0;  // of the identification
  int rotation = 0;       // degrees clockwise that were undone: 0, 90, 180, 270
  double residual = 0;    // registration error in points; 0 if not registered
  std::string why;        // unknown or not registered: the reason for a person; no personal data
  double ink = 0;         // share of dark pixels: 0 for a blank sheet
  std::string text;       // whole page's text where it was read (free layouts, letters)
  std::string language;   // in which that was recognised (language.h); empty: it was not
  // No form but something to read, as a letter is: of which kinds, best first; of none that is known if
  // empty.
  std::optional<std::vector<LetterKind>> letter;
  std::vector<CodeReading> codes;  // barcodes, as far as they were looked for
  // The page is a sheet that separates two documents of a batch (ocr/batch.h): the template's id.
  std::string separator;
  std::vector<Alternative> candidates;  // ambiguous: forms (text) that fit about equally
  int duplicate_of = 0;  // the earlier page of the document that is the same page of the same form; 0: none
  bool differs = false;  // from that page, in values that were accepted on both
  std::vector<Note> notes;         // what is written beside the fields, on a page that was read as a picture
  std::optional<Picture> picture;  // when asked for: the upright page, reduced
  double picture_dpi = 0;
};

// A document that could not be read at all: code and message as in Error, for a person; never personal data.
struct ReadFailure {
  std::string code;  // "password_protected", "truncated", "empty", "unsupported", "too_many_pages",
                     // "timed_out", "crashed" …
  std::string message;
  friend bool operator==(const ReadFailure&, const ReadFailure&) = default;
};

// A page of a form of which other pages came.
struct MissingPage {
  std::string form;
  int form_page = 0;
  int part = 0;  // of a batch: in which of its documents, from 1; 0: the document is no batch
  friend bool operator==(const MissingPage&, const MissingPage&) = default;
};

struct DocumentReading {
  std::string file;  // as the caller named it
  std::optional<ReadFailure> failure;
  std::vector<PageReading> pages;
  std::vector<FieldReading> fields;
  std::vector<MissingPage> missing;  // pages with fields that should have come with the others
};

std::string_view to_string(NoteKind kind);
std::optional<NoteKind> parse_note_kind(std::string_view text);
std::string_view to_string(Source source);
std::optional<Source> parse_source(std::string_view text);

// The contract's JSON object for one file (pictures left out), and back. from_value checks shapes and limits
// and throws Error{document, "reading_invalid"}: the reader's answers are untrusted.
Value to_value(const DocumentReading& reading);
DocumentReading reading_from_value(const Value& value);

}  // namespace mailroom::ocr
