#include "daemon/site_inboxes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"
#include "connectors/http_client.h"
#include "connectors/sftp_client.h"
#include "workflows/arrival.h"

namespace mailroom::daemon {

namespace {

namespace fs = std::filesystem;

constexpr char kEverything[] = "inboxes.*";

bool is_plain_name(std::string_view name) {
  const auto is_letter = [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && is_letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
  });
}

// The keys that only one kind of inbox knows, by the key that makes it one.
struct Kind {
  std::string_view name, called;
  std::vector<std::string_view> keys;
};
const std::vector<Kind>& kinds() {
  static const std::vector<Kind> kKinds = {
      {"folder", "a folder", {"folder", "release", "settle"}},
      {"imap",
       "a mailbox",
       {"imap", "user", "password", "oauth2", "trust", "mailbox", "taken", "move", "release", "look_every",
        "largest"}},
      {"http", "uploads", {"http", "token", "certificate", "key", "largest"}},
      {"sftp",
       "a folder on another host",
       {"sftp", "known_hosts", "user", "password", "key", "key_password", "release", "settle", "look_every",
        "largest"}},
  };
  return kKinds;
}

const Kind& kind_of(const yaml::Node& node) {
  for (const Kind& kind : kinds()) {
    if (kind.name != "folder" && node.find(kind.name)) return kind;
  }
  return kinds().front();
}

bool has(const Kind& kind, std::string_view key) {
  return std::find(kind.keys.begin(), kind.keys.end(), key) != kind.keys.end();
}

// A key that is right at another kind of inbox.
void check_keys(const yaml::Node& node, const Kind& kind, SettingReader& reader) {
  for (const yaml::Entry& entry : node.entries) {
    const bool is_somebodys =
        std::any_of(kinds().begin(), kinds().end(), [&](const Kind& other) { return has(other, entry.key); });
    if (!is_somebodys || has(kind, entry.key)) continue;
    std::vector<std::string> expected(kind.keys.begin(), kind.keys.end());
    reader.problem(entry.place, "wrong_key",
                   "'" + entry.key + "' means nothing to an inbox that is " + std::string(kind.called),
                   "it has " + quoted_list(expected, "and"));
  }
}

void release(const yaml::Node& node, SettingReader& reader, Release& out) {
  const yaml::Node* value = reader.scalar(node, "release");
  if (value == nullptr) return;
  static const std::map<std::string, Release, std::less<>> kWays = {
      {"archive", Release::archive}, {"leave", Release::leave}, {"delete", Release::remove}};
  const auto way = kWays.find(value->text);
  if (way == kWays.end()) return reader.wrong_word(*value, "release", {"archive", "leave", "delete"});
  out = way->second;
}

const std::map<std::string, std::vector<std::string>, std::less<>>& document_types() {
  static const std::map<std::string, std::vector<std::string>, std::less<>> kTypes = {
      {"pdf", {"application/pdf"}},
      {"tiff", {"image/tiff"}},
      {"jpeg", {"image/jpeg"}},
      {"png", {"image/png"}},
      {"text", {"text/plain"}}};
  return kTypes;
}

void accept(const yaml::Node& node, SettingReader& reader, std::vector<std::string>& out) {
  const yaml::Node* all = node.find("accept");
  if (all == nullptr) return;
  std::vector<std::string> known;
  for (const auto& [name, types] : document_types()) known.push_back(name);
  if (!all->is_list() || all->items.empty()) {
    return reader.problem(all->place, "wrong_type",
                          "'accept': expected a list of " + quoted_list(known, "and"),
                          "write: accept: [pdf, tiff]");
  }
  for (const yaml::Node& one : all->items) {
    const auto types = document_types().find(one.text);
    if (types == document_types().end()) {
      reader.wrong_word(one, "accept", known);
    } else {
      out.insert(out.end(), types->second.begin(), types->second.end());
    }
  }
}

// "'sender', 'subject' …": what a rule may go by.
std::vector<std::string> sources() {
  std::vector<std::string> names;
  for (const workflows::ArrivalFact& fact : workflows::arrival_facts()) {
    if (fact.name != "inbox") names.push_back(fact.name);
  }
  return names;
}

ArrivalRule arrival_rule(const yaml::Entry& entry, SettingReader& reader) {
  ArrivalRule rule;
  rule.name = entry.key;
  if (entry.value.is_scalar() && !entry.value.text.empty()) {
    rule.otherwise = entry.value.text;
    return rule;
  }
  if (!entry.value.is_mapping() || entry.value.entries.empty()) {
    reader.problem(entry.place, "wrong_type", "'" + entry.key + "': expected a text, or patterns",
                   "write " + entry.key + ": {sender: {'*@partner.example': partner}, otherwise: public}");
    return rule;
  }
  for (const yaml::Entry& by : entry.value.entries) {
    if (by.key == "otherwise") {
      reader.text(entry.value, "otherwise", rule.otherwise.emplace());
      continue;
    }
    const std::vector<std::string> known = sources();
    if (std::find(known.begin(), known.end(), by.key) == known.end()) {
      const auto near = nearest_name(by.key, known);
      reader.problem(by.place, "unknown_key", "unknown key '" + by.key + "'",
                     near ? "write '" + *near + "'" : "expected " + quoted_list(known) + ", or 'otherwise'");
    } else if (!by.value.is_mapping()) {
      reader.problem(by.value.place, "wrong_type",
                     "'" + by.key + "': expected patterns with their values, got " +
                         std::string(kind_name(by.value.kind)),
                     "write " + by.key + ": {'*hardship*': hardship}");
    } else {
      for (const yaml::Entry& one : by.value.entries) {
        std::string value;
        if (reader.text(by.value, one.key, value)) rule.cases.push_back({by.key, one.key, value});
      }
    }
  }
  return rule;
}

// What patterns of its senders, folders … name; the rules of all workflows may use the names.
void facts(const yaml::Node& node, SettingReader& reader, InboxSettings& settings,
           std::vector<std::string>& names) {
  const yaml::Node* all = node.find("facts");
  if (all == nullptr) return;
  if (!all->is_mapping()) {
    return reader.problem(all->place, "wrong_type",
                          "'facts': expected a mapping of names, got " + std::string(kind_name(all->kind)),
                          "write facts: {channel: post}");
  }
  for (const yaml::Entry& entry : all->entries) {
    if (workflows::is_arrival_fact(entry.key)) {
      reader.problem(entry.place, "name_taken", "'" + entry.key + "' is what every inbox has",
                     "give the fact another name");
      continue;
    }
    if (!is_plain_name(entry.key)) {
      reader.problem(entry.place, "wrong_name",
                     "'" + entry.key + "': expected a name of letters, digits and '_'",
                     "write " + replace_all(replace_all(entry.key, " ", "_"), "-", "_"));
      continue;
    }
    settings.facts.push_back(arrival_rule(entry, reader));
    if (std::find(names.begin(), names.end(), entry.key) == names.end()) names.push_back(entry.key);
  }
}

// "imaps://claims:PASSWORD@host", which is not to be repeated anywhere.
bool holds_login(const std::string& url) {
  return url.find("://") != std::string::npos && holds_password(url);
}

// "imaps://HOST[:PORT]", nothing else in it.
bool is_mail_server(std::string_view url) {
  const size_t scheme = url.rfind("imaps://", 0) == 0 ? 8 : url.rfind("imap://", 0) == 0 ? 7 : 0;
  if (scheme == 0 || url.size() == scheme) return false;
  url.remove_prefix(scheme);
  return url.find_first_of("/@?# \\\"") == std::string_view::npos;
}

// Where a token is fetched.
std::optional<TokenSettings> token(const yaml::Node& node, SettingReader& reader) {
  const yaml::Node* oauth2 = node.find("oauth2");
  if (oauth2 == nullptr || !reader.mapping(*oauth2, "inboxes.*.oauth2")) return {};
  TokenSettings settings;
  if (reader.text(*oauth2, "token_url", settings.url) && !connectors::is_http_url(settings.url))
    reader.wrong(*oauth2->find("token_url"), "token_url", "https://HOST/PATH");
  reader.text(*oauth2, "client_id", settings.client_id);
  reader.secret(*oauth2, "client_secret", settings.client_secret);
  reader.text(*oauth2, "scope", settings.scope);
  for (const char* key : {"token_url", "client_id", "client_secret"}) {
    if (oauth2->find(key) == nullptr)
      reader.problem(oauth2->place, "missing_key", "'oauth2' needs a '" + std::string(key) + "'");
  }
  return settings;
}

// Where mails go by what becomes of them.
void moves(const yaml::Node& node, SettingReader& reader, MailboxSettings& settings) {
  static const std::map<std::string, ItemOutcome::Kind> kOutcomes = {
      {"closed", ItemOutcome::Kind::closed},
      {"returned", ItemOutcome::Kind::returned},
      {"quarantined", ItemOutcome::Kind::quarantined},
      {"waiting", ItemOutcome::Kind::waiting}};
  const yaml::Node* all = node.find("move");
  if (all == nullptr || !reader.mapping(*all, "inboxes.*.move")) return;
  const yaml::Node* release = node.find("release");
  if (release != nullptr && release->text == "delete") {
    reader.problem(all->place, "nothing_to_move", "'move': mails that are deleted cannot be moved any more",
                   "write release: archive");
  }
  for (const auto& [word, outcome] : kOutcomes) {
    std::string to;
    if (!reader.text(*all, word, to)) continue;
    if (to == settings.name || to == settings.taken) {
      reader.wrong(*all->find(word), word,
                   "another mailbox than those that mails are taken from and put into",
                   "name another one: " + word + ": Done");
    }
    settings.moves[outcome] = to;
  }
}

MailboxSettings mailbox(const yaml::Node& node, SettingReader& reader) {
  MailboxSettings settings;
  if (reader.text(node, "imap", settings.url) && holds_login(settings.url)) {
    reader.secret_in_file(*node.find("imap"), "imap", "a password");
  } else if (!settings.url.empty() && !is_mail_server(settings.url)) {
    reader.wrong(*node.find("imap"), "imap",
                 "imaps://HOST or imap://HOST, with :PORT where it is another one",
                 "user, password and mailbox have keys of their own");
  }
  if (!reader.text(node, "user", settings.user))
    reader.problem(node.place, "missing_key", "a mailbox needs a 'user'",
                   "write user: claims@office.example");
  if ((node.find("password") == nullptr) == (node.find("oauth2") == nullptr)) {
    reader.problem(node.place, "missing_key", "a mailbox needs a 'password' or 'oauth2', one of them",
                   "write password: ${secret:MAIL_PASSWORD}, and the password into secrets/MAIL_PASSWORD");
  }
  reader.secret(node, "password", settings.password);
  settings.oauth2 = token(node, reader);
  reader.path(node, "trust", settings.trust_file);
  reader.text(node, "mailbox", settings.name);
  reader.text(node, "taken", settings.taken);
  reader.duration(node, "look_every", settings.look_every);
  if (settings.taken == settings.name)
    reader.problem(node.place, "wrong_value", "'taken' is the mailbox itself",
                   "name another one: taken: Taken");
  moves(node, reader, settings);
  return settings;
}

// "HOST:PORT"; an IPv6 address in square brackets.
bool split_address(std::string_view text, UploadSettings& out) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  std::string_view host = text.substr(0, colon), port = text.substr(colon + 1);
  if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  int number = 0;
  for (const char digit : port) {
    if (digit < '0' || digit > '9' || number > 65535) return false;
    number = number * 10 + (digit - '0');
  }
  if (port.empty() || number < 1 || number > 65535) return false;
  out.host = host;
  out.port = static_cast<uint16_t>(number);
  return true;
}

UploadSettings upload(const yaml::Node& node, SettingReader& reader) {
  UploadSettings settings;
  std::string address;
  if (reader.text(node, "http", address) && !split_address(address, settings))
    reader.wrong(*node.find("http"), "http", "an address and a port", "write 127.0.0.1:8421");
  if (node.find("token") == nullptr) {
    reader.problem(node.place, "missing_key", "uploads need a 'token' that programs show",
                   "write token: ${secret:UPLOAD_TOKEN}, and a long random text into secrets/UPLOAD_TOKEN");
  }
  reader.secret(node, "token", settings.token);
  reader.path(node, "certificate", settings.certificate);
  reader.path(node, "key", settings.key);
  if (settings.certificate.empty() != settings.key.empty()) {
    reader.problem(node.place, "missing_key", "uploads by TLS need 'certificate' and 'key' together",
                   "write certificate: tls/portal.pem and key: secrets/portal.key");
  }
  return settings;
}

RemoteFolderSettings remote(const yaml::Node& node, SettingReader& reader) {
  RemoteFolderSettings settings;
  if (reader.text(node, "sftp", settings.url) && holds_login(settings.url)) {
    reader.secret_in_file(*node.find("sftp"), "sftp", "a password");
  } else if (!settings.url.empty() && !connectors::is_sftp_url(settings.url)) {
    reader.wrong(*node.find("sftp"), "sftp", "sftp://HOST/FOLDER",
                 "user, password and key have keys of their own");
  }
  if (!reader.text(node, "user", settings.user)) {
    reader.problem(node.place, "missing_key", "a folder on another host needs a 'user'",
                   "write user: mailroom");
  }
  if (node.find("known_hosts") == nullptr) {
    reader.problem(node.place, "missing_key", "a folder on another host needs its key, 'known_hosts'",
                   "ssh-keyscan HOST > tls/host.known_hosts, compare it, and write known_hosts: "
                   "tls/host.known_hosts");
  }
  if ((node.find("password") == nullptr) == (node.find("key") == nullptr)) {
    reader.problem(node.place, "missing_key",
                   "a folder on another host needs a 'key' or a 'password', one of them",
                   "write key: secrets/mailroom_ed25519, or password: ${secret:SCANNER_PASSWORD}");
  }
  reader.path(node, "known_hosts", settings.known_hosts);
  reader.path(node, "key", settings.key_file);
  reader.secret(node, "password", settings.password);
  reader.secret(node, "key_password", settings.key_password);
  reader.duration(node, "look_every", settings.look_every);
  return settings;
}

InboxSettings inbox(const std::string& name, const std::string& folder, const Site& site) {
  InboxSettings settings;
  settings.name = name;
  settings.folder = (site.folder / folder).lexically_normal();
  settings.largest = site.item_bytes;
  return settings;
}

InboxSettings inbox(const yaml::Entry& entry, SettingReader& reader, Site& site) {
  InboxSettings settings = inbox(entry.key, entry.key, site);
  if (entry.value.is_null() || !reader.mapping(entry.value, kEverything, entry.key)) return settings;
  const Kind& kind = kind_of(entry.value);
  check_keys(entry.value, kind, reader);
  if (kind.name == "imap") settings.mailbox = mailbox(entry.value, reader);
  if (kind.name == "http") settings.upload = upload(entry.value, reader);
  if (kind.name == "sftp") {
    settings.remote = remote(entry.value, reader);
    settings.settle = RemoteFolderSettings::kSettle;
  }
  if (settings.upload) settings.largest = std::min(settings.largest, UploadSettings::kLargest);
  if (settings.mailbox) settings.largest = std::min(settings.largest, MailboxSettings::kLargest);
  reader.path(entry.value, "folder", settings.folder);
  reader.duration(entry.value, "settle", settings.settle);
  release(entry.value, reader, settings.release);
  // Sealing takes an item as one piece, whose length OpenSSL counts in 31 bits.
  reader.size(entry.value, "largest", 1ll << 30, "1 GB", settings.largest);
  accept(entry.value, reader, settings.accepted_types);
  facts(entry.value, reader, settings, site.post.arrival_facts);
  return settings;
}

// What two inboxes must not share.
std::string source_of(const InboxSettings& settings) {
  if (settings.mailbox)
    return settings.mailbox->url + "\n" + settings.mailbox->user + "\n" + settings.mailbox->name;
  if (settings.remote) return settings.remote->url + "\n" + settings.remote->user;
  if (settings.upload) return settings.upload->host + ":" + std::to_string(settings.upload->port);
  return settings.folder.string();
}

}  // namespace

void load_inboxes(const yaml::Node* all, SettingReader& reader, Site& site) {
  if (all == nullptr) return site.inboxes.push_back(inbox("post", "inbox", site));
  if (!all->is_mapping()) {
    return reader.problem(all->place, "wrong_type",
                          "'inboxes': expected a mapping, got " + std::string(kind_name(all->kind)),
                          "write: inboxes: {post: {folder: inbox}}");
  }
  std::set<std::string> sources;
  for (const yaml::Entry& entry : all->entries) {
    InboxSettings settings = inbox(entry, reader, site);
    if (!sources.insert(source_of(settings)).second) {
      reader.problem(entry.place, "folder_taken",
                     "inbox '" + entry.key + "' watches the " +
                         (settings.is_folder() ? "folder"
                          : settings.mailbox   ? "mailbox"
                                               : "address") +
                         " of another inbox",
                     "name one of its own, or take one of the two inboxes out");
    }
    site.inboxes.push_back(std::move(settings));
  }
}

}  // namespace mailroom::daemon
