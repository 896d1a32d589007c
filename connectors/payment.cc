#include "connectors/payment.h"

#include <unicode/translit.h>
#include <unicode/ucurr.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

#include "base/digest.h"
#include "base/error.h"
#include "base/identifier.h"
#include "base/text.h"

namespace mailroom::connectors {

namespace {

constexpr size_t kLongestName = 70, kLongestAbout = 140;
constexpr size_t kDigestInId = 20, kCaseInId = 14;  // with a hyphen 35
constexpr std::string_view kSepaMarks = "/-?:().,'+ ";

bool is_sepa(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kSepaMarks.find(c) != std::string_view::npos;
}

std::string in_latin_letters(std::string_view text) {
  // Transliterators are safe to use by several threads once made.
  static const std::unique_ptr<icu::Transliterator> kLatin = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, error));
    if (U_FAILURE(error))
      throw Error(Fault::machine, "icu_failed", "ICU has no transliteration to Latin letters");
    return made;
  }();
  icu::UnicodeString unicode =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  kLatin->transliterate(unicode);
  std::string latin;
  unicode.toUTF8String(latin);
  return latin;
}

std::optional<std::string> identifier(std::string_view format_name, std::string_view text) {
  const IdentifierFormat* format = find_identifier_format(format_name);
  if (format == nullptr || !is_identifier(*format, text)) return std::nullopt;
  return normal_identifier(*format, text);
}

std::string text_of(const Value& value) {
  return value.is_null() ? std::string() : to_display(value);
}

// Unique for the key, and beginning with what people say on the telephone.
std::string id_of(const std::string& case_number, const std::string& effect) {
  std::string id = sepa_text(case_number).substr(0, kCaseInId) + "-";
  for (const char c : sha256(effect).substr(0, kDigestInId))
    id += c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  return id;
}

std::string trouble_of_amount(const Value& amount, const std::string& currency) {
  if (!amount.is(Value::Kind::number)) return "the amount is missing or no number";
  const int digits = minor_digits(currency).value_or(2);
  const Decimal& number = amount.number();
  if (number.is_negative() || number.is_zero()) return "the amount is not above zero";
  const auto exact = number.rounded(digits, Rounding::half_up);
  if (!exact || *exact != number)
    return "the amount has more than " + count_of(digits, "digit") + " behind the point";
  if (number > *Decimal::parse("999999999.99")) return "the amount is above 999,999,999.99";
  return "";
}

}  // namespace

std::string sepa_text(std::string_view text) {
  std::string made;
  for (char c : in_latin_letters(fold_space(text))) {
    if (c == '&') c = '+';
    if (c == '_') c = '-';
    if (!is_sepa(c)) c = '.';
    if (c == '/' && (made.empty() || made.back() == '/')) continue;  // neither first nor twice
    made += c;
  }
  while (!made.empty() && (made.back() == '/' || made.back() == ' ')) made.pop_back();
  return made;
}

std::optional<int> minor_digits(const std::string& currency) {
  const bool is_code = currency.size() == 3 && std::all_of(currency.begin(), currency.end(),
                                                           [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!is_code) return std::nullopt;
  icu::UnicodeString code = icu::UnicodeString::fromUTF8(currency);
  const UChar* const name = code.getTerminatedBuffer();
  if (ucurr_getNumericCode(name) == 0) return std::nullopt;
  UErrorCode error = U_ZERO_ERROR;
  const int digits = ucurr_getDefaultFractionDigits(name, &error);
  if (U_FAILURE(error)) return std::nullopt;
  return digits;
}

std::optional<std::string> account_of(std::string_view text) {
  return identifier("iban", text);
}

std::optional<std::string> bank_of(std::string_view text) {
  return identifier("bic", text);
}

PaymentOrTrouble payment_of(const Context& pay, std::string_view about, const std::string& currency,
                            const std::string& case_number, const std::string& effect) {
  const auto trouble = [](std::string why) { return PaymentOrTrouble{{}, std::move(why)}; };
  PaymentOrTrouble made;
  Payment& payment = made.payment;
  payment.end_to_end_id = id_of(case_number, effect);
  payment.name = sepa_text(text_of(pay.at("name")));
  if (payment.name.find_first_not_of(". ") == std::string::npos)
    return trouble("the creditor's name is missing");
  if (payment.name.size() > kLongestName)
    return trouble("the creditor's name has " + std::to_string(payment.name.size()) +
                   " characters, a payment " + std::to_string(kLongestName));
  const auto account = account_of(text_of(pay.at("iban")));
  if (!account) return trouble("the creditor's account is no IBAN: its check digits or its length are wrong");
  payment.iban = *account;
  if (const std::string bic = text_of(pay.at("bic")); !bic.empty()) {
    const auto bank = bank_of(bic);
    if (!bank) return trouble("the creditor's bank is no BIC");
    payment.bic = *bank;
  }
  if (std::string why = trouble_of_amount(pay.at("amount"), currency); !why.empty())
    return trouble(std::move(why));
  payment.amount = pay.at("amount").number();
  payment.about = sepa_text(about);
  if (payment.about.size() > kLongestAbout)
    return trouble("what the payment is for has " + std::to_string(payment.about.size()) +
                   " characters, a payment " + std::to_string(kLongestAbout));
  return made;
}

}  // namespace mailroom::connectors
