// The families of identifier formats that base/identifier.cc puts into one table, and what their checks
// share. Each check takes text that has its format's shape already, and is what the cited source says, no
// more: a rule that an office does not publish is not guessed at. Constant data, pure functions, thread safe.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/identifier.h"

namespace mailroom::identifiers {

std::span<const IdentifierFormat> british();
std::span<const IdentifierFormat> north_american();
std::span<const IdentifierFormat> banking();  // accounts, banks, references, securities
std::span<const IdentifierFormat>
international();  // goods, publications, travel documents, plain check digits
std::span<const IdentifierFormat> german_speaking();
std::span<const IdentifierFormat> western_european();
std::span<const IdentifierFormat> southern_european();
std::span<const IdentifierFormat> nordic_and_baltic();
std::span<const IdentifierFormat> eastern_european();
std::span<const IdentifierFormat> vat_numbers();

inline constexpr std::string_view kDigits = "0123456789";
inline constexpr std::string_view kAlphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

// Two digits from `at` on.
int two_digits(std::string_view text, size_t at);
// Whether the calendar has the day, in the given year or, with two figures, in some century.
bool is_day(int year, int month, int day);
bool is_day_of_short_year(int two_figures, int month, int day);

// Checks that more than one format stands on.
bool check_iban(std::string_view iban);
bool check_vat_gb(std::string_view vat);          // with or without its GB or XI
bool check_nif_es(std::string_view nif);          // DNI, NIE or CIF
bool check_rodne_cislo(std::string_view number);  // 9 or 10 digits
bool check_bsn(std::string_view bsn);
bool check_pps(std::string_view pps);
bool check_egn(std::string_view egn);
bool check_cnp(std::string_view cnp);
bool check_latvian_code(std::string_view code);
bool check_orgnr_no(std::string_view number);
bool check_nif_pt(std::string_view nif);
bool check_nip(std::string_view nip);
bool check_uid_ch(std::string_view uid);  // "CHE" and nine digits
bool check_siren(std::string_view siren);
bool check_partita_iva(std::string_view number);

}  // namespace mailroom::identifiers
