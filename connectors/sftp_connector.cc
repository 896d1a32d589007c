#include "connectors/sftp_connector.h"

#include "base/error.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

using Kind = DeliveryOutcome::Kind;
using Trouble = SftpAnswer::Trouble;

SftpSettings client_settings(const Context& settings, const Surroundings& around) {
  SftpSettings made;
  made.url = required_text(settings, "sftp", "sftp://HOST/FOLDER");
  if (!names_secret(made.url) && !is_sftp_url(made.url))
    throw setting_invalid("sftp", "sftp://HOST/FOLDER, without a user");
  required_text(settings, "known_hosts",
                "a file of the site with the host's key, as 'ssh-keyscan HOST' prints");
  made.known_hosts_file = site_file_at(settings, "known_hosts", around.site_folder);
  required_text(settings, "login.user", "who we are there");
  made.login_key_file = site_file_at(settings, "login.key", around.site_folder);
  made.login_key_password = text_at(settings, "login.key_password", "");
  made.connection = Connection::of(settings, around);
  if (made.login_key_file.empty() == made.connection.password.empty())
    throw setting_invalid("login", "'password' or 'key', one of them");
  return made;
}

// Before anything was renamed: nothing took effect.
DeliveryOutcome nothing_done(const SftpAnswer& answer) {
  switch (answer.trouble) {
    case Trouble::address_refused:
      return {Kind::refused,
              "the host's address is private, and the site does not name it under 'private_networks'", ""};
    case Trouble::unknown_host:
      return {Kind::unavailable, "the host's key is not the one in 'known_hosts': nothing was sent", ""};
    case Trouble::no_login:
      return {Kind::unavailable, "the host does not take our login", ""};
    case Trouble::missing:
      return {Kind::unavailable, "the folder is not there", ""};
    case Trouble::denied:
      return {Kind::unavailable, "our login may not write into the folder", ""};
    case Trouble::full:
      return {Kind::unavailable, "the host's disk is full", ""};
    default:
      return {Kind::unavailable, "cannot be reached: " + answer.why, ""};
  }
}

}  // namespace

const ConnectorKind& sftp_kind() {
  static const ConnectorKind kKind = [] {
    ConnectorKind kind{
        "sftp",
        "a JSON file into a folder on another host",
        {{"sftp", KeyForm::text, true, "the folder: sftp://HOST/FOLDER, or /~/FOLDER from the login's home",
          "sftp://files.treasury.example/incoming"},
         {"known_hosts", KeyForm::path, true, "the host's key, as 'ssh-keyscan HOST' prints it",
          "tls/treasury.known_hosts"},
         {"login.user", KeyForm::text, true, "who we are there", "mailroom"},
         {"login.password", KeyForm::secret, false, "the proof of it", "${secret:SFTP_PASSWORD}"},
         {"login.key", KeyForm::path, false, "or a private key of OpenSSH's", "secrets/mailroom_ed25519"},
         {"login.key_password", KeyForm::secret, false, "what that key is locked with",
          "${secret:SFTP_KEY_PASSWORD}"}},
        "export:\n  sftp: sftp://files.treasury.example/incoming\n  known_hosts: tls/treasury.known_hosts\n"
        "  login: {user: mailroom, key: secrets/mailroom_ed25519}\n"
        "  content: {nino: claim.nino, amount: band.weekly_award}\n"};
    for (ConnectorKey& key : export_file_keys()) kind.keys.push_back(std::move(key));
    kind.keys.push_back(name_key());
    kind.keys.push_back(timeout_key("how long each step may take; default: PT30S"));
    return kind;
  }();
  return kKind;
}

SftpConnector::SftpConnector(const Context& settings, const Context& as_written, const Surroundings& around)
    : client_(client_settings(settings, around)),
      shown_(text_at(as_written, "sftp", "")),
      honours_name_(honours(settings, "name")),
      amends_(flag_at(settings, "amend", false)) {}

DeliveryOutcome SftpConnector::delivered(const ExportFile& file) const {
  return {Kind::delivered, "", file.name + " in " + shown_};
}

DeliveryOutcome SftpConnector::deliver(const Delivery& delivery) {
  const ExportFile file = export_file(delivery);
  const std::string part = "." + file.name + ".part";
  client_.begin();
  const SftpAnswer there = client_.get(file.name);
  if (there.trouble == Trouble::none) {
    if (there.bytes == file.bytes) return delivered(file);
    return {Kind::refused, "another file lies there as '" + file.name + "'", ""};
  }
  if (there.trouble != Trouble::missing) return nothing_done(there);
  if (const SftpAnswer put = client_.put(part, file.bytes); put.trouble != Trouble::none)
    return nothing_done(put);
  const SftpAnswer renamed = client_.rename(part, file.name);
  return renamed.trouble == Trouble::none ? delivered(file) : look_up(file, part, renamed);
}

DeliveryOutcome SftpConnector::look_up(const ExportFile& file, const std::string& part,
                                       const SftpAnswer& renamed) {
  client_.begin();
  const SftpAnswer there = client_.get(file.name);
  if (there.trouble == Trouble::none && there.bytes == file.bytes) return delivered(file);
  const bool is_missing = there.trouble == Trouble::missing;
  if (is_missing && client_.get(part).trouble == Trouble::none)
    return {Kind::retry_later, "it could not be given its name: " + renamed.why, ""};
  return {Kind::unknown,
          is_missing ? "neither it nor its first part is there: it may have been taken away already"
                     : "the connection was lost while it was given its name: " + renamed.why,
          ""};
}

std::string SftpConnector::preview(const Delivery& delivery) const {
  const ExportFile file = export_file(delivery);
  return file.name + " in " + shown_ + "\n" + file.bytes;
}

}  // namespace mailroom::connectors
