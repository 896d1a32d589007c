#include "ocr/form_keys.h"

#include "ocr/expected_code.h"
#include "ocr/field.h"

namespace mailroom::ocr {

namespace {

using T = KeyType;

Key text(std::string name, std::string description) {
  return {std::move(name), T::text, std::move(description)};
}

Key texts(std::string name, std::string description) {
  return Key(std::move(name), T::either, std::move(description))
      .of({Key{"", T::text}, Key("", T::list).of({Key{"", T::text}})});
}

Key numbers(std::string name, std::string description) {
  return Key(std::move(name), T::list, std::move(description)).of({Key{"", T::number}});
}

std::vector<std::string> code_kinds() {
  std::vector<std::string> words{"any"};
  for (const CodeKind kind : kCodeKinds) words.emplace_back(to_string(kind));
  return words;
}

// One word, several, or a mapping of kind and pattern.
Key code(std::string name, Key word, std::string description) {
  const Key kind = Key("", T::choice).one_of(code_kinds());
  const Key kinds =
      Key("kind", T::either, "which kinds of barcode it may be").of({kind, Key("", T::list).of({kind})});
  std::vector<Key> ways = {std::move(word), Key("", T::mapping)
                                                .of({kinds.by_default("any"),
                                                     text("pattern",
                                                          "a regular expression of its whole text; its first "
                                                          "group, if it has one, is what counts")})};
  if (ways[0].type == T::choice) ways.push_back(Key("", T::list).of({kind}));
  return Key(std::move(name), T::either, std::move(description)).of(std::move(ways));
}

// What a field and a table's column both say.
std::vector<Key> value_keys(const std::string& what) {
  return {text("id", "its name in expressions, unique in the " + what).needed().like("net_pay"),
          text("label", "what people call it").like("\"Net pay (box 4)\""),
          Key("type", T::choice, "what is written in it")
              .one_of({"text", "name", "integer", "amount", "date", "checkbox"})
              .by_default("text"),
          text("format", "which identifier it is; mailroom schema --identifiers lists them").like("nino"),
          text("pattern",
               "a regular expression that the whole value must match; its first group, if it has one, is the "
               "value")
              .like("'REF[0-9]{8}'"),
          texts("language", "the language of what is written in it; default: the form's").like("cym"),
          Key("threshold", T::number,
              "accept at this confidence or more, from 0 to 1; default: as the error budget says")
              .like("0.9")};
}

std::vector<Key> with(std::vector<Key> keys, std::vector<Key> more) {
  keys.insert(keys.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return keys;
}

Key page() {
  return Key("", T::mapping)
      .of({numbers("size", "width and height in points").needed().like("[595.28, 841.89]"),
           code("code", Key{"", T::text}, "the barcode that says that it is this page of this form")
               .like("LTR/1")});
}

Key field() {
  return Key("", T::mapping)
      .of(with(
          value_keys("form"),
          {text("acroform", "the fully qualified name of the PDF's field").like("claimant.nino"),
           text("on_value", "of a checkbox: the PDF's value when it is ticked").like("\"Yes\""),
           Key("page", T::integer, "the form's page that it is on").by_default("1"),
           numbers("zone",
                   "where the writing goes: left, top, right, bottom in points from the page's top left")
               .like("[42.8, 186.55, 180.7, 202.95]"),
           Key("max_length", T::integer, "how many characters at most; of a comb: how many cells").like("9"),
           Key("comb", T::boolean, "whether it has a cell for each character").by_default("false"),
           Key("multiline", T::boolean, "whether it has several lines").by_default("false"),
           Key("required", T::boolean, "whether it must be filled in").by_default("false"),
           Key("proposed", T::boolean,
               "whether type and format are a proposal of 'form new', by which reading does not go")
               .by_default("false"),
           texts("near", "of a free layout: the label's wordings").like("[Net pay, Net amount]"),
           Key("side", T::choice, "where the value stands beside its label")
               .one_of({"any", "right", "below"})
               .by_default("any"),
           code("barcode", Key("", T::choice).one_of(code_kinds()),
                "its value is printed in a barcode, in its zone or anywhere on the page")
               .like("qr")}));
}

Key table() {
  const Key column =
      Key("", T::mapping)
          .of(with(value_keys("table"),
                   {texts("header", "the words that stand above it").needed().like("[Amount, This period]"),
                    Key("optional", T::boolean, "whether a table without it is the table all the same")
                        .by_default("false"),
                    text("total", "the form's field that states the column's sum").like("withheld")}));
  return Key("", T::mapping)
      .of({text("id", "its name in expressions: a list of rows").needed().like("deductions"),
           text("label", "what people call it").like("Deductions"),
           Key("columns", T::list, "its columns, from left to right").of({column}),
           texts("until", "wordings of the row after the last").like("[Total deductions]")});
}

Key make_form_key() {
  return Key("", T::mapping)
      .of({text("id", "its name, unique in the site").needed().like("ctr1-2026"),
           text("title", "for people").like("Claim for council tax reduction"),
           text("edition", "for people; what is printed on it").like("\"04/26\""),
           text("locale", "the order of dates and the decimal sign, as in BCP 47")
               .by_default("en-GB")
               .like("de-DE"),
           texts("language", "the languages of what is written in it, as Tesseract's packs")
               .by_default("eng")
               .like("[cym, eng]"),
           Key("valid_from", T::date, "the first day on which it may be used").like("2026-04-01"),
           Key("valid_to", T::date, "the last day on which it may be used").like("2027-03-31"),
           Key("layout", T::choice,
               "fixed: fields have zones on a blank; free: they are found by their labels; separator: the "
               "sheet between two documents; letter: a kind of letter")
               .one_of({"fixed", "free", "separator", "letter"})
               .by_default("fixed"),
           texts("phrases",
                 "what identifies a free layout (all of them) or a kind of letter (one of them); '|' stands "
                 "between wordings")
               .like("[wish to appeal | want to appeal]"),
           texts("unless", "of a letter: where one of these stands it is not of this kind")
               .like("[do not wish to appeal]"),
           code("code", Key{"", T::text},
                "the barcode on all of its pages; its first group is the page's number")
               .like("'CTR1/([0-9])'"),
           Key("pages", T::list, "the blank's pages").of({page()}),
           Key("fields", T::list, "what is written on it").of({field()}),
           Key("tables", T::list, "of a free layout: tables, told by their headers").of({table()})});
}

}  // namespace

const Key& form_key() {
  static const Key kKey = make_form_key();
  return kKey;
}

}  // namespace mailroom::ocr
