#include "connectors/pain001.h"

#include <pugixml.hpp>
#include <sstream>

#include "base/error.h"

namespace mailroom::connectors {

namespace {

using Node = pugi::xml_node;

Node add(Node parent, const char* name) {
  return parent.append_child(name);
}

void add(Node parent, const char* name, const std::string& text) {
  parent.append_child(name).text().set(text.c_str());
}

void add_account(Node parent, const char* name, const std::string& iban) {
  add(add(add(parent, name), "Id"), "IBAN", iban);
}

// A bank has to be there: by its BIC, or as not provided (EPC132-08).
void add_bank(Node parent, const char* name, const std::string& bic) {
  const Node bank = add(add(parent, name), "FinInstnId");
  if (bic.empty()) {
    add(add(bank, "Othr"), "Id", "NOTPROVIDED");
  } else {
    add(bank, "BICFI", bic);
  }
}

std::string sum_of(const PaymentOrder& order, int digits) {
  Decimal sum(0);
  for (const Payment& one : order.payments) {
    const auto more = sum.add(one.amount);
    if (!more) throw Error(Fault::document, "sum_impossible", "the amounts of a payment order have no sum");
    sum = *more;
  }
  return sum.to_fixed(digits);
}

void add_totals(Node parent, const PaymentOrder& order, int digits) {
  add(parent, "NbOfTxs", std::to_string(order.payments.size()));
  add(parent, "CtrlSum", sum_of(order, digits));
}

void add_transfer(Node parent, const PaymentOrder& order, const Payment& payment, int digits) {
  const Node transfer = add(parent, "CdtTrfTxInf");
  add(add(transfer, "PmtId"), "EndToEndId", payment.end_to_end_id);
  Node amount = add(add(transfer, "Amt"), "InstdAmt");
  amount.append_attribute("Ccy").set_value(order.currency.c_str());
  amount.text().set(payment.amount.to_fixed(digits).c_str());
  if (!payment.bic.empty()) add_bank(transfer, "CdtrAgt", payment.bic);
  add(add(transfer, "Cdtr"), "Nm", payment.name);
  add_account(transfer, "CdtrAcct", payment.iban);
  if (!order.purpose.empty()) add(add(transfer, "Purp"), "Cd", order.purpose);
  if (!payment.about.empty()) add(add(transfer, "RmtInf"), "Ustrd", payment.about);
}

// Without fractions, in UTC.
std::string date_time(Instant instant) {
  return to_rfc3339(instant).substr(0, 19) + "Z";
}

}  // namespace

std::string pain001(const PaymentOrder& order) {
  const bool is_sepa = order.currency == "EUR";
  const int digits = minor_digits(order.currency).value_or(2);
  pugi::xml_document document;
  Node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  Node root = add(document, "Document");
  root.append_attribute("xmlns").set_value("urn:iso:std:iso:20022:tech:xsd:pain.001.001.09");
  const Node initiation = add(root, "CstmrCdtTrfInitn");
  const Node group = add(initiation, "GrpHdr");
  add(group, "MsgId", order.message_id);
  add(group, "CreDtTm", date_time(order.made));
  add_totals(group, order, digits);
  add(add(group, "InitgPty"), "Nm", order.debtor_name);
  const Node payments = add(initiation, "PmtInf");
  add(payments, "PmtInfId", order.message_id);
  add(payments, "PmtMtd", "TRF");
  add(payments, "BtchBookg", order.is_booked_as_one ? "true" : "false");
  add_totals(payments, order, digits);
  if (is_sepa) add(add(add(payments, "PmtTpInf"), "SvcLvl"), "Cd", "SEPA");
  add(add(payments, "ReqdExctnDt"), "Dt", to_string(order.execution));
  add(add(payments, "Dbtr"), "Nm", order.debtor_name);
  add_account(payments, "DbtrAcct", order.debtor_iban);
  add_bank(payments, "DbtrAgt", order.debtor_bic);
  add(payments, "ChrgBr", is_sepa ? "SLEV" : "SHAR");
  for (const Payment& one : order.payments) add_transfer(payments, order, one, digits);
  std::ostringstream text;
  document.save(text, " ", pugi::format_indent, pugi::encoding_utf8);
  return text.str();
}

}  // namespace mailroom::connectors
