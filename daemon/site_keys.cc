#include "daemon/site_keys.h"

#include <algorithm>

namespace mailroom::daemon {

const std::vector<SiteSetting>& site_settings() {
  static const std::vector<SiteSetting> kSettings = {
      {"name", "the folder's name", "how the site is called in messages and reports", "benefits-office"},
      {"time_zone", "the machine's",
       "the office's time zone, by whose days post is dated and deadlines end; as in /usr/share/zoneinfo",
       "Europe/London"},
      {"inboxes", "one inbox 'post' on the folder inbox/", "where items come from: a mapping of names", ""},
      {"inboxes.*.folder", "the inbox's name", "the folder that is watched, relative to the site", "inbox"},
      {"inboxes.*.release", "archive",
       "what becomes of a file or mail once it is stored: archive (moved to .taken/DATE or `taken`), leave "
       "or "
       "delete",
       "archive"},
      {"inboxes.*.settle", "half a second; by SFTP 10 seconds",
       "how long a file's size and time must stand still until it counts as complete", "PT5S"},
      {"inboxes.*.imap", "", "a mailbox on this mail server: imaps://HOST[:PORT], or imap:// with STARTTLS",
       "imaps://mail.example"},
      {"inboxes.*.user", "", "who we are on the mail server or the other host", "claims@office.example"},
      {"inboxes.*.password", "", "the password there, always a secret", "${secret:MAIL_PASSWORD}"},
      {"inboxes.*.oauth2.token_url", "", "instead of a password: where a token is fetched",
       "https://login.example/token"},
      {"inboxes.*.oauth2.client_id", "", "who we are there", "mailroom"},
      {"inboxes.*.oauth2.client_secret", "", "the proof of it, always a secret", "${secret:MAIL_CLIENT}"},
      {"inboxes.*.oauth2.scope", "none", "what the token is to allow", "https://mail.example/.default"},
      {"inboxes.*.trust", "the system's", "the authorities whose certificates are believed, a PEM file",
       "tls/office-ca.pem"},
      {"inboxes.*.mailbox", "INBOX", "which of the user's mailboxes is looked at", "INBOX"},
      {"inboxes.*.taken", "Taken", "the mailbox that mails are moved to once they are stored", "Taken"},
      {"inboxes.*.move.closed", "they stay", "the mailbox for mails whose cases are closed", "Done"},
      {"inboxes.*.move.returned", "they stay", "for mails of which a case was returned", "Returned"},
      {"inboxes.*.move.quarantined", "they stay", "for mails of which something cannot be read",
       "Unreadable"},
      {"inboxes.*.move.waiting", "they stay", "for mails about which a person is asked", "Pending"},
      {"inboxes.*.look_every", "one minute",
       "how often another host's folder is looked at, and a mail server that does not tell by itself",
       "PT1M"},
      {"inboxes.*.sftp", "", "a folder on another host, by SFTP: sftp://HOST/FOLDER",
       "sftp://scans.example/outgoing"},
      {"inboxes.*.known_hosts", "", "the host's key, as 'ssh-keyscan HOST' prints it",
       "tls/scans.known_hosts"},
      {"inboxes.*.certificate", "no TLS", "what uploads are encrypted with, a PEM file with its chain",
       "tls/portal.pem"},
      {"inboxes.*.key", "",
       "by SFTP a private key of OpenSSH's, instead of a password; the certificate's key",
       "secrets/mailroom_ed25519"},
      {"inboxes.*.key_password", "", "what that key is locked with, always a secret",
       "${secret:SFTP_KEY_PASSWORD}"},
      {"inboxes.*.http", "", "the address on which programs hand in by HTTP", "127.0.0.1:8421"},
      {"inboxes.*.token", "", "what these programs show, always a secret", "${secret:UPLOAD_TOKEN}"},
      {"inboxes.*.largest", "100 MB",
       "larger mails and files stay where they are, larger uploads are refused", "50 MB"},
      {"inboxes.*.accept", "everything",
       "which documents are read, by what they are and not by their name: pdf, tiff, jpeg, png, text; others "
       "are kept and quarantined",
       "[pdf, tiff]"},
      {"inboxes.*.facts", "none",
       "named values for rules, by patterns of sender, subject, mailbox, folder or file (docs/inboxes.md)",
       "{channel: mail, team: {subject: {'*hardship*': hardship}, otherwise: general}}"},
      {"letters", "all letters go to the queue 'unsorted'",
       "where letters go that are no form: a mapping of kinds (templates with 'layout: letter'), the more "
       "important first",
       ""},
      {"letters.*.queue", "unsorted", "whose turn it is", "duty"},
      {"letters.*.urgent", "false", "before all others", "true"},
      {"letters.*.due", "none", "how long after it was received it is due", "P5D"},
      {"stamps", "review",
       "what a stamp beside a form's boxes means: review (a person reads it) or ignore (the office stamps "
       "what it gets)",
       "ignore"},
      {"store", "data/mailroom.db",
       "the database: a file for one daemon, or a PostgreSQL server for any number (docs/scaling.md)",
       "postgresql://mailroom@db.example/mailroom"},
      {"objects", "data/objects; with PostgreSQL: store",
       "where documents are kept, sealed: a folder, which all daemons of the site share, 'store', or "
       "s3://BUCKET/PREFIX",
       "store"},
      {"s3.endpoint", "Amazon's of the region", "the server of the bucket", "https://s3.example"},
      {"s3.region", "us-east-1", "the region that requests are signed for", "eu-west-2"},
      {"s3.style", "path with an endpoint, otherwise host",
       "whether the bucket stands in the path of a URL or in front of its host", "path"},
      {"s3.access_key", "${secret:S3_ACCESS_KEY}", "who we are there", "${secret:S3_ACCESS_KEY}"},
      {"s3.secret_key", "${secret:S3_SECRET_KEY}", "the key to sign with, always a secret",
       "${secret:S3_SECRET_KEY}"},
      {"s3.trust", "the system's", "the authorities whose certificates are believed, a PEM file",
       "tls/office-ca.pem"},
      {"lease", "one minute",
       "how long a daemon may be silent until others take its work over; it renews while it works", "PT1M"},
      {"listen", "data/mailroom.sock", "the Unix socket of the daemon's API", "data/mailroom.sock"},
      {"workers", "the number of processors", "how many documents are worked at once", "4"},
      {"error_budget", "0.1%", "the share of wrong values tolerated among those accepted unseen", "0.1%"},
      {"calibration", "the shipped one",
       "a table of what the recogniser's confidences are worth, made by 'mailroom calibrate'",
       "calibration.yaml"},
      {"secrets.folder", "secrets", "a folder with one file for each secret", "secrets"},
      {"secrets.environment", "true", "whether MAILROOM_SECRET_NAME in the environment counts", "false"},
      {"largest_item", "500 MB", "larger files stay in the inbox and are reported", "200 MB"},
      {"keep_free", "1 GB", "with less free space on the disk of data/ nothing more is taken in", "10 GB"},
      {"stop_within", "20 seconds", "how long a stop waits for work in hand before that is handed back",
       "PT20S"},
      {"look_every", "two seconds", "how often folders are looked at, beside the kernel's notices", "PT2S"},
      {"review_lease", "15 minutes", "how long a case that a clerk took is kept for them", "PT15M"},
      {"private_networks", "none",
       "private addresses that deliveries and look-ups may go to: a list of networks; others are refused",
       "[10.20.0.0/16]"},
      {"retention.documents", "P1Y", "how long documents are kept unless the workflow says otherwise", "P1Y"},
      {"retention.facts", "P7Y", "how long facts and decisions are kept", "P7Y"},
  };
  return kSettings;
}

namespace {

// Puts a setting where its path leads: a name below a mapping, "*" into a map.
void put(Key& at, std::string_view path, const SiteSetting& setting) {
  const size_t dot = path.find('.');
  const std::string name(path.substr(0, dot));
  Key* inner = nullptr;
  if (name == "*") {
    if (at.items.empty()) at = Key(at.name, KeyType::map, at.description).of({Key("", KeyType::mapping)});
    inner = &at.items.front();
  } else {
    const auto known = std::ranges::find(at.keys, name, &Key::name);
    inner = known != at.keys.end() ? &*known : &at.keys.emplace_back(name, KeyType::mapping);
  }
  if (dot != std::string_view::npos) return put(*inner, path.substr(dot + 1), setting);
  inner->description = setting.description;
  if (!setting.fallback.empty()) inner->description += "; default: " + std::string(setting.fallback);
  inner->example = setting.example;
}

// A mapping without keys is a value.
void make_values(Key& key) {
  if (key.type == KeyType::mapping && key.keys.empty()) key.type = KeyType::any;
  if (key.example == "true" || key.example == "false") key.type = KeyType::boolean;
  for (Key& inner : key.keys) make_values(inner);
  for (Key& inner : key.items) make_values(inner);
}

}  // namespace

const Key& site_key() {
  static const Key kKey = [] {
    Key root("", KeyType::mapping);
    for (const SiteSetting& setting : site_settings()) put(root, setting.key, setting);
    make_values(root);
    return root;
  }();
  return kKey;
}

}  // namespace mailroom::daemon
