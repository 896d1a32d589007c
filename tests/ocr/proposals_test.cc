#include "ocr/reader/proposals.h"

#include <gtest/gtest.h>

#include "base/identifier.h"

namespace mailroom::ocr::reader {
namespace {

// "date", "text nino", or "" where nothing is proposed; in a field with room for anything.
std::string proposed(std::string_view label, std::string_view locale = "en-GB", int max_length = 0,
                     bool comb = false) {
  Field field;
  field.zone = {0, 0, 300, 16};
  field.max_length = max_length;
  field.comb = comb;
  const auto proposal = propose(label, field, locale);
  if (!proposal) return "";
  EXPECT_TRUE(proposal->format.empty() || find_identifier_format(proposal->format) != nullptr) << label;
  return proposal->format.empty() ? std::string(to_string(proposal->type)) : std::string(proposal->format);
}

TEST(Proposals, FollowWhatALabelAsksFor) {
  EXPECT_EQ(proposed("Date of birth (box 4)"), "date");
  EXPECT_EQ(proposed("Tenancy start date (dd/mm/yyyy)"), "date");
  EXPECT_EQ(proposed("If this return is for a deceased person, enter the date of death."), "date");
  EXPECT_EQ(proposed("Date you moved in"), "date");
  EXPECT_EQ(proposed("Support wanted from dd/mm/yyyy"), "date");
  EXPECT_EQ(proposed("Amount claimed"), "amount");
  EXPECT_EQ(proposed("Savings (£)"), "amount");
  EXPECT_EQ(proposed("12 Number of bedrooms"), "integer");
  EXPECT_EQ(proposed("Your partner's National Insurance number"), "nino");
  EXPECT_EQ(proposed("National Insurance number of your partner"), "nino");
  EXPECT_EQ(proposed("IBAN"), "iban");
  EXPECT_EQ(proposed("Sort code"), "sort-code");
  EXPECT_EQ(proposed("Bank account number"), "account-number");
  EXPECT_EQ(proposed("Postcode"), "postcode");
  EXPECT_EQ(proposed("Your social security number.", "en-US"), "ssn");
  EXPECT_EQ(proposed("2. Child's S S N. The child must have an SSN.", "en-US"), "ssn");
  EXPECT_EQ(proposed("Employer identification number (EIN)", "en-US"), "ein");
  EXPECT_EQ(proposed("Identification. Social insurance number. 9 digits.", "en-CA", 9, true), "ca-sin");
  EXPECT_EQ(proposed("First name and middle initial"), "name");
  EXPECT_EQ(proposed("Surname, first name"), "name");
}

TEST(Proposals, SpeakTheLanguagesOfOurForms) {
  EXPECT_EQ(proposed("Geburtsdatum", "de-DE"), "date");
  EXPECT_EQ(proposed("Anzahl der Kinder", "de-DE"), "integer");
  EXPECT_EQ(proposed("Betrag (€)", "de-DE"), "amount");
  EXPECT_EQ(proposed("Steuerliche Identifikationsnummer", "de-DE"), "de-idnr");
  EXPECT_EQ(proposed("Numéro de sécurité sociale", "fr-FR"), "fr-nir");
  EXPECT_EQ(proposed("Montant", "fr-FR"), "amount");
  EXPECT_EQ(proposed("Nombre d'enfants", "fr-FR"), "integer");
  EXPECT_EQ(proposed("Fecha de nacimiento", "es-ES"), "date");
  EXPECT_EQ(proposed("Data urodzenia", "pl-PL"), "date");
  EXPECT_EQ(proposed("PESEL", "pl-PL"), "pl-pesel");
  EXPECT_EQ(proposed("Dyddiad geni", "cy-GB"), "date");
  EXPECT_EQ(proposed("1. Familienname, Vorname", "de-DE"), "name");
  EXPECT_EQ(proposed("Name und Vorname", "de-DE"), "name");
  EXPECT_EQ(proposed("Nom et prénoms", "fr-FR"), "name");
  EXPECT_EQ(proposed("Nombre y apellidos", "es-ES"), "name");
  EXPECT_EQ(proposed("Imię i nazwisko", "pl-PL"), "name");
  EXPECT_EQ(proposed("Enw llawn", "cy-GB"), "name");
}

TEST(Proposals, AreNotMadeWhereTheWordsOnlyStandInTheLabel) {
  EXPECT_EQ(proposed("Name and address"), "");
  EXPECT_EQ(proposed("Name, address and date of birth"), "");
  EXPECT_EQ(proposed("Date and time"), "");
  EXPECT_EQ(proposed("Date/time"), "");
  EXPECT_EQ(proposed("SSN or ITIN", "en-US"), "");
  EXPECT_EQ(proposed("City, town or post office, state, and ZIP code", "en-US"), "");
  EXPECT_EQ(proposed("Mailing address (street, city, state, ZIP code)", "en-US"), "");
  EXPECT_EQ(proposed("Earnings to date"), "");
  EXPECT_EQ(proposed("Council tax account number"), "");
  EXPECT_EQ(proposed("Number of your policy"), "");
  EXPECT_EQ(proposed("Policy number"), "");
  EXPECT_EQ(proposed("Name of employer"), "");
  EXPECT_EQ(proposed("Name des Arbeitgebers", "de-DE"), "");
  EXPECT_EQ(proposed("Nombre de la empresa", "es-ES"), "");
  EXPECT_EQ(proposed("Do you have savings over £16,000?"), "");
  EXPECT_EQ(proposed("Telephone"), "");
  EXPECT_EQ(proposed("Remarks"), "");
  EXPECT_EQ(proposed(""), "");
}

TEST(Proposals, GoByTheFormsCountry) {
  EXPECT_EQ(proposed("Postcode", "de-DE"), "");
  EXPECT_EQ(proposed("Account number", "en-US"), "");
  EXPECT_EQ(proposed("Postal code", "en-CA"), "ca-postal-code");
  EXPECT_EQ(proposed("Postal code", "en-GB"), "");
}

TEST(Proposals, WantRoomForWhatTheyPropose) {
  EXPECT_EQ(proposed("National Insurance number", "en-GB", 9, true), "nino");
  EXPECT_EQ(proposed("National Insurance number", "en-GB", 2), "");
  EXPECT_EQ(proposed("Date of birth: day", "en-GB", 2), "");
  EXPECT_EQ(proposed("Date", "en-GB", 8, true), "date");
  EXPECT_EQ(proposed("Date", "en-GB", 4, true), "");
  EXPECT_EQ(proposed("Date of birth. Year 4 digits. Month 2 digits. Day 2 digits.", "en-CA", 8, true), "");
}

TEST(Proposals, AreNotForBoxesToTickNorForSeveralLines) {
  Field tick;
  tick.type = FieldType::checkbox;
  tick.zone = {0, 0, 300, 16};
  EXPECT_FALSE(propose("Date of birth", tick, "en-GB"));
  Field lines;
  lines.multiline = true;
  lines.zone = {0, 0, 300, 60};
  EXPECT_FALSE(propose("Date of birth", lines, "en-GB"));
}

}  // namespace
}  // namespace mailroom::ocr::reader
