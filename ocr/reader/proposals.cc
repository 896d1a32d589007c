#include "ocr/reader/proposals.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "base/identifier.h"
#include "base/letters.h"
#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

using Words = std::vector<std::string>;

// What may stand around the words.
enum class Around {
  attributes,  // "your partner's …", "… of your partner"
  owner,       // whose it is and no more: an account's number, but not a customer account's
  first,       // nothing before: "Number of children"
  anything     // how a date is to be written, wherever it stands: "Wanted from dd/mm/yyyy"
};

struct Wording {
  std::string_view words;  // small letters without accents
  FieldType type = FieldType::text;
  std::string_view format = {};
  std::string_view country = {};  // of the form's locale; empty: any
  Around around = Around::attributes;
};

// The first that fits counts.
constexpr Wording kWordings[] = {
    // Identifiers (docs/identifiers.md).
    {"national insurance number", FieldType::text, "nino"},
    {"national insurance no", FieldType::text, "nino"},
    {"ni number", FieldType::text, "nino"},
    {"ni no", FieldType::text, "nino"},
    {"nino", FieldType::text, "nino"},
    {"rhif yswiriant gwladol", FieldType::text, "nino"},
    {"unique taxpayer reference", FieldType::text, "utr"},
    {"utr", FieldType::text, "utr"},
    {"vat registration number", FieldType::text, "vrn", "GB"},
    {"vat number", FieldType::text, "vrn", "GB"},
    {"sort code", FieldType::text, "sort-code"},
    {"cod didoli", FieldType::text, "sort-code"},
    {"account number", FieldType::text, "account-number", "GB", Around::owner},
    {"postcode", FieldType::text, "postcode", "GB"},
    {"post code", FieldType::text, "postcode", "GB"},
    {"cod post", FieldType::text, "postcode", "GB"},
    {"company registration number", FieldType::text, "company-number", "GB"},
    {"companies house number", FieldType::text, "company-number", "GB"},
    {"nhs number", FieldType::text, "nhs-number"},
    {"chi number", FieldType::text, "chi-number"},
    {"driving licence number", FieldType::text, "driving-licence", "GB"},
    {"paye reference", FieldType::text, "paye-reference", "GB"},
    {"social security number", FieldType::text, "ssn", "US"},
    {"ssn", FieldType::text, "ssn", "US"},
    {"s s n", FieldType::text, "ssn", "US"},
    {"individual taxpayer identification number", FieldType::text, "itin", "US"},
    {"itin", FieldType::text, "itin", "US"},
    {"employer identification number", FieldType::text, "ein", "US"},
    {"employer id number", FieldType::text, "ein", "US"},
    {"ein", FieldType::text, "ein", "US"},
    {"ptin", FieldType::text, "ptin", "US"},
    {"routing number", FieldType::text, "aba-routing-number", "US"},
    {"routing transit number", FieldType::text, "aba-routing-number", "US"},
    {"zip code", FieldType::text, "zip-code", "US"},
    {"zip", FieldType::text, "zip-code", "US"},
    {"social insurance number", FieldType::text, "ca-sin"},
    {"business number", FieldType::text, "ca-bn", "CA"},
    {"postal code", FieldType::text, "ca-postal-code", "CA"},
    {"iban", FieldType::text, "iban"},
    {"bic", FieldType::text, "bic"},
    {"swift code", FieldType::text, "bic"},
    {"steuerliche identifikationsnummer", FieldType::text, "de-idnr"},
    {"steuer identifikationsnummer", FieldType::text, "de-idnr"},
    {"steuer id", FieldType::text, "de-idnr"},
    {"rentenversicherungsnummer", FieldType::text, "de-rvnr"},
    {"numero de securite sociale", FieldType::text, "fr-nir"},
    {"siret", FieldType::text, "fr-siret"},
    {"siren", FieldType::text, "fr-siren"},
    {"dni", FieldType::text, "es-dni", "ES"},
    {"nie", FieldType::text, "es-nie", "ES"},
    {"nif", FieldType::text, "es-nif", "ES"},
    {"pesel", FieldType::text, "pl-pesel"},
    {"nip", FieldType::text, "pl-nip", "PL"},
    {"regon", FieldType::text, "pl-regon"},
    // Dates.
    {"date", FieldType::date},
    {"dob", FieldType::date},
    {"dd mm yyyy", FieldType::date, {}, {}, Around::anything},
    {"mm dd yyyy", FieldType::date, {}, {}, Around::anything},
    {"mo day yr", FieldType::date, {}, {}, Around::anything},
    {"datum", FieldType::date},
    {"geburtsdatum", FieldType::date},
    {"geboren am", FieldType::date},
    {"tt mm jjjj", FieldType::date, {}, {}, Around::anything},
    {"jj mm aaaa", FieldType::date, {}, {}, Around::anything},
    {"fecha", FieldType::date},
    {"dd mm aaaa", FieldType::date, {}, {}, Around::anything},
    {"data urodzenia", FieldType::date},
    {"dd mm rrrr", FieldType::date, {}, {}, Around::anything},
    {"dyddiad", FieldType::date},
    {"dyddiad geni", FieldType::date},
    // Counts, before amounts: "number of amounts".
    {"number of", FieldType::integer, {}, {}, Around::first},
    {"how many", FieldType::integer, {}, {}, Around::first},
    {"anzahl", FieldType::integer, {}, {}, Around::first},
    {"nombre de personnes", FieldType::integer, {}, {}, Around::first},
    {"nombre d", FieldType::integer, {}, {}, Around::first},
    {"cuantos", FieldType::integer, {}, {}, Around::first},
    {"cuantas", FieldType::integer, {}, {}, Around::first},
    {"liczba", FieldType::integer, {}, {}, Around::first},
    {"nifer", FieldType::integer, {}, {}, Around::first},
    {"faint", FieldType::integer, {}, {}, Around::first},
    // Amounts.
    {"amount", FieldType::amount},
    {"betrag", FieldType::amount},
    {"montant", FieldType::amount},
    {"importe", FieldType::amount},
    {"kwota", FieldType::amount},
    {"swm", FieldType::amount},
    // People.
    {"name", FieldType::name},
    {"names", FieldType::name},
    {"surname", FieldType::name},
    {"forename", FieldType::name},
    {"forenames", FieldType::name},
    {"nachname", FieldType::name},
    {"familienname", FieldType::name},
    {"vorname", FieldType::name},
    {"nom", FieldType::name, {}, "FR"},
    {"prenom", FieldType::name},
    {"prenoms", FieldType::name},
    {"nombre", FieldType::name, {}, "ES"},
    {"apellidos", FieldType::name},
    {"nazwisko", FieldType::name},
    {"imie", FieldType::name},
    {"imiona", FieldType::name},
    {"cyfenw", FieldType::name},
    {"enw", FieldType::name},
};

// Two things are asked for at once.
constexpr std::string_view kJoining[] = {"and", "or", "und", "oder", "et",  "ou",
                                         "y",   "o",  "a",   "neu",  "lub", "i"};
// The words before are about something else, of which ours are a part: "income from that date".
constexpr std::string_view kLeading[] = {
    "of",  "from", "to",   "since", "after", "before", "by", "until", "as",     "for", "with", "without",
    "in",  "on",   "at",   "is",    "are",   "was",    "if", "not",   "no",     "do",  "does", "did",
    "von", "vom",  "seit", "bis",   "zum",   "nach",   "de", "du",    "depuis", "del", "desde"};
// What may follow: whose it is, and what to mind.
constexpr std::string_view kFollowing[] = {
    "of",     "for",      "from", "if",  "as",   "shown", "where",   "when",  "on",   "see",   "in",
    "signed", "received", "to",   "you", "your", "paid",  "claimed", "due",   "owed", "moved", "started",
    "left",   "issued",   "born", "box", "der",  "des",   "von",     "vom",   "fur",  "de",    "du",
    "d",      "la",       "del",  "z",   "y",    "o",     "llawn",   "cyntaf"};
constexpr std::string_view kOwners[] = {"your", "the", "my", "their", "bank", "enter", "our"};
// Whose name is no person's, and names of other things.
constexpr std::string_view kNobody[] = {
    "arbeitgeber", "arbeitgebers", "firma",        "unternehmens", "employeur",   "entreprise",  "empresa",
    "pracodawcy",  "firmy",        "cyflogwr",     "company",      "business",    "firm",        "firms",
    "employer",    "employers",    "bank",         "school",       "street",      "road",        "town",
    "city",        "file",         "user",         "trading",      "trade",       "product",     "building",
    "account",     "organisation", "organization", "estate",       "trust",       "state",       "county",
    "country",     "site",         "form",         "brand",        "partnership", "corporation", "plan",
    "hospital",    "insurer",      "nation"};
// "First name and middle initial" is one name.
constexpr std::string_view kOfNames[] = {
    "initial", "initials", "middle",    "last",     "surname",  "family",       "name", "names",
    "first",   "title",    "vorname",   "vornamen", "nachname", "familienname", "nom",  "prenom",
    "prenoms", "nombre",   "apellidos", "imie",     "imiona",   "nazwisko",     "enw",  "cyfenw"};
// What may follow a comma: anything else is a second thing that is asked for.
constexpr std::string_view kAsides[] = {"if", "as",    "for",   "see",  "including",
                                        "in", "which", "where", "when", "eg"};
// "Number of the policy" is no count.
constexpr std::string_view kSingles[] = {"the", "your", "this", "that", "my", "a", "an", "policy", "account"};
constexpr size_t kMostBefore = 5;  // words: more are a sentence that speaks of something else
constexpr size_t kLongest = 400;   // bytes: a longer label tells of everything around it, too
constexpr double kLetter = 3.2;    // points: narrower nobody writes

bool is_in(std::string_view word, std::span<const std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_number(std::string_view word) {
  return !word.empty() && word[0] >= '0' && word[0] <= '9';
}

// A label's sentences, each its words: small, without accents and marks but for the commas. A stroke joins
// two things.
std::vector<Words> parts_of(std::string_view wording) {
  const std::string plain =
      to_lower_ascii(without_accents(replace_all(std::string(wording), "\xE2\x80\x99", "'")));
  std::vector<Words> parts(1);
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) parts.back().push_back(std::move(word));
    word.clear();
  };
  for (const char c : plain) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      word += c;
    } else if (c == '/') {
      end_word();
      parts.back().emplace_back("/");
    } else if (c == ',') {
      end_word();
      parts.back().emplace_back(",");
    } else if (std::string_view(".;:()[]?!*").find(c) != std::string_view::npos) {
      end_word();
      parts.emplace_back();
    } else if (c != '\'' || word.size() == 1) {  // "partner's" is one word, "d'enfants" two
      end_word();
    }
  }
  end_word();
  for (Words& part : parts) {
    // "dd/mm/yyyy" is a way to write.
    const auto is_pattern = [](const std::string& w) {
      return !w.empty() && w.find_first_not_of("dmytjar") == std::string::npos && w.size() <= 4;
    };
    for (size_t i = 0; i < part.size(); ++i)
      if (part[i] == "/" && i > 0 && i + 1 < part.size() && is_pattern(part[i - 1]) &&
          is_pattern(part[i + 1]))
        part.erase(part.begin() + static_cast<std::ptrdiff_t>(i--));
    std::replace(part.begin(), part.end(), std::string("/"), std::string("or"));
    if (part.size() > 1 && is_number(part.front())) part.erase(part.begin());  // the line's
  }
  return parts;
}

Words words_of(std::string_view phrase) {
  Words words;
  for (const std::string_view word : split(phrase, ' ')) words.emplace_back(word);
  return words;
}

bool may_stand_before(const Wording& wording, std::span<const std::string> before) {
  if (before.size() > kMostBefore) return false;
  if (wording.around == Around::first)
    return std::all_of(before.begin(), before.end(),
                       [](const auto& w) { return w == "total" || w == "the" || w == "enter"; });
  return std::none_of(before.begin(), before.end(), [&](const std::string& word) {
    if (wording.around == Around::owner) return !is_in(word, kOwners);
    return is_in(word, kJoining) || is_in(word, kLeading);
  });
}

bool may_stand_behind(const Wording& wording, std::span<const std::string> behind) {
  if (wording.around == Around::first) return !behind.empty() && !is_in(behind[0], kSingles);
  if (behind.empty() || is_number(behind[0])) return true;
  if (wording.type == FieldType::name && behind.size() > 1 && is_in(behind[0], kJoining))
    return is_in(behind[1], kOfNames);
  return is_in(behind[0], kFollowing);
}

bool says(const Words& part, const Wording& wording) {
  const Words asked = words_of(wording.words);
  const auto at = std::search(part.begin(), part.end(), asked.begin(), asked.end());
  if (at == part.end()) return false;
  if (wording.type == FieldType::name &&
      std::any_of(part.begin(), part.end(), [](const auto& word) { return is_in(word, kNobody); }))
    return false;
  if (wording.around == Around::anything) return true;
  const auto behind = at + static_cast<std::ptrdiff_t>(asked.size());
  const auto comma = std::find(behind, part.end(), ",");
  if (comma != part.end() && comma + 1 != part.end() && !is_in(comma[1], kAsides) &&
      !(wording.type == FieldType::name && is_in(comma[1], kOfNames)))
    return false;
  // "If you moved, the date of your move" asks for one thing, "Street, town, postcode" for three.
  const auto before = std::find(std::make_reverse_iterator(at), part.rend(), ",").base();
  if (before != part.begin() && !is_in(part.front(), kAsides)) return false;
  return may_stand_before(wording, {before, at}) && may_stand_behind(wording, {behind, comma});
}

// One of a day's three parts, or a year first, which no locale of ours writes.
bool has_room_for_date(const Field& field, const std::vector<Words>& parts) {
  const auto first = [&](std::string_view word) {
    size_t place = 0;
    for (const Words& part : parts)
      for (const std::string& one : part) {
        ++place;
        if (one == word) return place;
      }
    return size_t{0};
  };
  const size_t year = std::max(first("year"), first("yyyy")), month = std::max(first("month"), first("mm"));
  if (year > 0 && year < month) return false;
  if (field.comb) return field.max_length == 6 || field.max_length == 8 || field.max_length == 10;
  return (field.max_length == 0 || field.max_length >= 6) && field.zone.width() >= 6 * kLetter;
}

bool has_room(const Field& field, const Wording& wording, const std::vector<Words>& parts) {
  if (wording.type == FieldType::date) return has_room_for_date(field, parts);
  const IdentifierFormat* format = find_identifier_format(wording.format);
  if (format == nullptr) return !field.comb || wording.type != FieldType::name || field.max_length > 8;
  if (field.max_length > 0 && field.max_length < format->shortest - (format->with_signs ? 1 : 0))
    return false;
  if (field.comb && field.max_length > format->longest) return false;
  return field.zone.width() >= format->shortest * kLetter;
}

// A currency's sign that no figure follows: "Savings (£)".
bool asks_for_money(std::string_view wording) {
  for (const std::string_view sign : {"£", "$", "€"}) {
    const size_t at = wording.find(sign);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = trim(wording.substr(at + sign.size()));
    return rest.empty() || rest[0] == ')' || rest[0] == '(' || rest[0] == ']';
  }
  return false;
}

}  // namespace

std::optional<Proposal> propose(std::string_view wording, const Field& field, std::string_view locale) {
  if (field.type == FieldType::checkbox || field.multiline || wording.size() > kLongest) return std::nullopt;
  const std::vector<Words> parts = parts_of(wording);
  for (const Wording& one : kWordings) {
    if (!one.country.empty() && !locale.ends_with(one.country)) continue;
    if (std::none_of(parts.begin(), parts.end(), [&](const Words& part) { return says(part, one); }))
      continue;
    if (!has_room(field, one, parts)) return std::nullopt;
    return Proposal{one.type, one.format};
  }
  if (asks_for_money(wording)) return Proposal{FieldType::amount, {}};
  return std::nullopt;
}

}  // namespace mailroom::ocr::reader
