// Which key is whose: the store keeps for each owner the number of its key (daemon/key_file.h), never the
// key.
//
// Owners are "case:ID" (its record), "item:ID" (its name and headers), "original:ID" (an item's bytes until
// it is unpacked), "original:ID/DOCUMENT" (a batch in it until it was cut), "document:ID" (what is known of
// it, what was read, its bytes and pictures) and "hold:HASH". An object's own key is there once for each
// owner that it belongs to, under that owner's key: it opens while one of them is there. All is within the
// transaction or reading that the database is in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/value.h"
#include "daemon/key_file.h"
#include "daemon/sql_database.h"

namespace mailroom::daemon {

// The owner's key; makes one if there is none, in a transaction. Error{document, "erased"} if it was
// destroyed.
std::string key_of(Database& database, const SiteKey& keys, const std::string& owner);
std::string sealed(Database& database, const SiteKey& keys, const std::string& owner, const Value& body);
// The same of what is JSON already.
std::string sealed_text(Database& database, const SiteKey& keys, const std::string& owner,
                        const std::string& json);
// Error{document, "erased"}.
Value opened(Database& database, const SiteKey& keys, const std::string& owner, const std::string& body);

// None: nobody has it any more.
std::optional<std::string> key_of_object(Database& database, const SiteKey& keys, const std::string& address);
void give_object(Database& database, const SiteKey& keys, const std::string& address,
                 const std::string& object_key, const std::string& owner);

// What a receiver said to a delivery: in its row sealed under its case's key.
Value said_of(const std::string& why, const std::string& receipt);

// From the store's third version to the fourth, in its transaction: what was sealed under wrapped keys is
// sealed under numbered ones, and every object's key is given to the documents that it belongs to.
void rekey(Database& database, const SiteKey& keys);

}  // namespace mailroom::daemon
