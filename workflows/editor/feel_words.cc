#include "workflows/editor/feel_words.h"

#include <algorithm>

#include "base/identifier.h"
#include "base/text.h"

namespace mailroom::workflows::editor {

// The examples are true: a test evaluates them.
const std::vector<FunctionText>& function_texts() {
  static const std::vector<FunctionText> kTexts = {
      {"abs", "a number or duration without its sign", "abs(-5) = 5"},
      {"after", "whether a point or range begins after another has ended", "after(10, 5)"},
      {"all", "whether every item is true", "all([true, true])"},
      {"any", "whether one item is true", "any([false, true])"},
      {"append", "the list with items at its end", "append([1], 2, 3) = [1, 2, 3]"},
      {"before", "whether a point or range ends before another begins", "before(5, 10)"},
      {"ceiling", "rounded up to the next whole number, or to so many places", "ceiling(1.2) = 2"},
      {"coincides", "whether two points or ranges are the same", "coincides([1..5], [1..5])"},
      {"concatenate", "several lists as one", "concatenate([1], [2, 3]) = [1, 2, 3]"},
      {"contains", "whether a text has another in it", "contains(\"foobar\", \"ob\")"},
      {"context", "a context of entries with key and value", "context([{key: \"a\", value: 1}]) = {a: 1}"},
      {"context merge", "several contexts as one; later entries win",
       "context merge([{a: 1}, {b: 2}]) = {a: 1, b: 2}"},
      {"context put", "the context with this entry", "context put({a: 1}, \"b\", 2) = {a: 1, b: 2}"},
      {"count", "how many items", "count([1, 2, 3]) = 3"},
      {"date", "a date from a text, a date and time, or year, month and day",
       "date(2026, 4, 1) = date(\"2026-04-01\")"},
      {"date and time", "a date with a time", "date and time(\"2026-04-01T09:00:00\").hour = 9"},
      {"day of week", "the day's name in English", "day of week(date(\"2026-11-23\")) = \"Monday\""},
      {"day of year", "the day's number in its year", "day of year(date(\"2026-02-01\")) = 32"},
      {"decimal", "rounded to so many places, a half to the even neighbour", "decimal(2.5, 0) = 2"},
      {"distinct values", "the list without repetitions", "distinct values([1, 2, 1]) = [1, 2]"},
      {"duration", "a duration from a text", "duration(\"P3D\") = duration(\"PT72H\")"},
      {"during", "whether a point or range lies within a range", "during(5, [1..10])"},
      {"ends with", "whether a text ends with another", "ends with(\"foobar\", \"bar\")"},
      {"even", "whether a whole number is even", "even(4)"},
      {"exp", "e to this power", "exp(0) = 1"},
      {"finished by", "whether a range ends with this point or range", "finished by([1..10], 10)"},
      {"finishes", "whether a point or range ends a range", "finishes(10, [1..10])"},
      {"flatten", "lists in lists as one list", "flatten([[1], [2, [3]]]) = [1, 2, 3]"},
      {"floor", "rounded down to a whole number, or to so many places", "floor(1.8) = 1"},
      {"get entries", "a context's entries, each with key and value",
       "get entries({a: 1}) = [{key: \"a\", value: 1}]"},
      {"get value", "a context's entry by its key", "get value({a: 1}, \"a\") = 1"},
      {"includes", "whether a range holds a point or range", "includes([1..10], 5)"},
      {"index of", "at which positions a list has an item", "index of([\"a\", \"b\"], \"b\") = [2]"},
      {"insert before", "the list with an item before a position", "insert before([1, 3], 2, 2) = [1, 2, 3]"},
      {"is", "whether two values are the same in type and value", "is(1, 1)"},
      {"list contains", "whether a list has an item", "list contains([1, 2], 2)"},
      {"list replace", "the list with another item at a position, or wherever the match is true",
       "list replace([1, 2], 2, 9) = [1, 9]"},
      {"log", "the natural logarithm", "log(1) = 0"},
      {"lower case", "the text in small letters", "lower case(\"ABC\") = \"abc\""},
      {"matches", "whether a text matches a pattern (XPath's regular expressions)",
       "matches(\"A12\", \"^[A-Z][0-9]+$\")"},
      {"max", "the greatest of a list", "max([1, 3, 2]) = 3"},
      {"mean", "the average of numbers", "mean([1, 2, 3]) = 2"},
      {"median", "the middle one of numbers", "median([1, 9, 3]) = 3"},
      {"meets", "whether a range ends where another begins", "meets([1..5], [5..10])"},
      {"met by", "whether a range begins where another ends", "met by([5..10], [1..5])"},
      {"min", "the least of a list", "min([3, 1, 2]) = 1"},
      {"mode", "the most frequent numbers", "mode([1, 2, 2]) = [2]"},
      {"modulo", "the rest of a division", "modulo(7, 3) = 1"},
      {"month of year", "the month's name in English", "month of year(date(\"2026-11-23\")) = \"November\""},
      {"not", "true for false", "not(false)"},
      {"now", "the date and time at which it is evaluated",
       "now() >= date and time(\"2000-01-01T00:00:00Z\")"},
      {"number", "a number from a text, with its grouping and decimal signs",
       "number(\"1,234.5\", \",\", \".\") = 1234.5"},
      {"odd", "whether a whole number is odd", "odd(3)"},
      {"overlaps", "whether two ranges share a value", "overlaps([1..5], [3..8])"},
      {"overlaps after", "whether a range overlaps another that begins before it",
       "overlaps after([3..8], [1..5])"},
      {"overlaps before", "whether a range overlaps another that ends after it",
       "overlaps before([1..5], [3..8])"},
      {"product", "numbers multiplied", "product([2, 3, 4]) = 24"},
      {"range", "a range from a text", "range(\"[1..5]\") = [1..5]"},
      {"remove", "the list without the item at a position", "remove([1, 2, 3], 2) = [1, 3]"},
      {"replace", "the text with what matches a pattern replaced",
       "replace(\"abc\", \"b\", \"x\") = \"axc\""},
      {"reverse", "the list from its end", "reverse([1, 2]) = [2, 1]"},
      {"round down", "rounded towards zero, to so many places", "round down(1.29, 1) = 1.2"},
      {"round half down", "rounded to so many places, a half towards zero", "round half down(1.25, 1) = 1.2"},
      {"round half up", "rounded to so many places, a half away from zero: as money is",
       "round half up(1.25, 1) = 1.3"},
      {"round up", "rounded away from zero, to so many places", "round up(1.21, 1) = 1.3"},
      {"sort", "the list in the order of a function", "sort([3, 1, 2], function(x, y) x < y) = [1, 2, 3]"},
      {"split", "a text cut where a pattern matches", "split(\"a;b\", \";\") = [\"a\", \"b\"]"},
      {"sqrt", "the square root", "sqrt(16) = 4"},
      {"started by", "whether a range begins with this point or range", "started by([1..10], 1)"},
      {"starts", "whether a point or range begins a range", "starts(1, [1..10])"},
      {"starts with", "whether a text begins with another", "starts with(\"foobar\", \"foo\")"},
      {"stddev", "the standard deviation of numbers", "stddev([2, 4, 6]) = 2"},
      {"string", "any value as a text", "string(1.5) = \"1.5\""},
      {"string join", "texts as one, with a sign between them",
       "string join([\"a\", \"b\"], \"-\") = \"a-b\""},
      {"string length", "how many characters", "string length(\"tes\") = 3"},
      {"sublist", "a part of a list, from a position (from 1, or from -1 at the end)",
       "sublist([1, 2, 3], 2) = [2, 3]"},
      {"substring", "a part of a text, from a position (from 1, or from -1 at the end)",
       "substring(\"foobar\", 3, 2) = \"ob\""},
      {"substring after", "what follows another text", "substring after(\"foobar\", \"o\") = \"obar\""},
      {"substring before", "what comes before another text",
       "substring before(\"foobar\", \"bar\") = \"foo\""},
      {"sum", "numbers added", "sum([1, 2, 3]) = 6"},
      {"time", "a time of day", "time(\"09:30:00\").minute = 30"},
      {"today", "the date on which it is evaluated; what decides a case is `effective`",
       "today() >= date(\"2000-01-01\")"},
      {"union", "several lists as one without repetitions", "union([1, 2], [2, 3]) = [1, 2, 3]"},
      {"upper case", "the text in capital letters", "upper case(\"abc\") = \"ABC\""},
      {"week of year", "the week's number (ISO 8601)", "week of year(date(\"2026-01-01\")) = 1"},
      {"years and months duration", "whole years and months between two dates",
       "years and months duration(date(\"2024-01-15\"), date(\"2026-03-20\")) = duration(\"P2Y2M\")"},
  };
  return kTexts;
}

std::string describe_function(std::string_view name) {
  for (const FunctionText& text : function_texts()) {
    if (text.name == name) return std::string(text.what) + "\n\n```\n" + std::string(text.example) + "\n```";
  }
  for (const IdentifierFormat& format : identifier_formats()) {
    if (name != "is " + replace_all(std::string(format.name), "-", " ")) continue;
    return "whether a text is one: " + std::string(format.title) +
           (format.has_check_digit ? ", with its check digits" : "") + " (for example `" +
           std::string(format.example) + "`)";
  }
  return {};
}

std::string signatures_of(const std::vector<feel::Builtin>& alternatives) {
  std::vector<std::string> lines;
  for (const feel::Builtin& one : alternatives) {
    std::vector<std::string> parameters;
    for (size_t i = 0; i < one.parameters.size(); ++i)
      parameters.push_back(one.parameters[i] + (i < one.required ? "" : "?"));
    std::string line = one.name + "(" + join(parameters, ", ") + (one.variadic ? ", …" : "") + ")";
    if (one.result->kind != feel::Type::Kind::any) line += ": " + to_string(*one.result);
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
  }
  return join(lines, "\n");
}

const std::vector<std::string_view>& feel_keywords() {
  static const std::vector<std::string_view> kWords = {
      "if",  "then", "else",    "for",         "in",       "return", "some",  "every", "satisfies",
      "and", "or",   "between", "instance of", "function", "true",   "false", "null"};
  return kWords;
}

}  // namespace mailroom::workflows::editor
