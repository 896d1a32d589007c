// Files on another host by SFTP (draft-ietf-secsh-filexfer-02, as OpenSSH speaks it), with a host key that
// the site knows and one login. What became of each step is a value; a host that is not known is never spoken
// to. By libcurl and its libssh2; no agent, no key of the user's own home, no proxy.
//
// One thread at a time; the steps that follow each other share a connection.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/connection.h"

namespace mailroom::connectors {

struct SftpSettings {
  std::string url;               // sftp://HOST:PORT/FOLDER; /~/FOLDER is below the login's home
  std::string known_hosts_file;  // as ssh-keyscan writes it, names not hashed
  std::string login_key_file;    // empty: by password
  std::string login_key_password;
  Connection connection;  // TLS is not looked at
  // Once it is set a step under way is broken off; not owned, null: none is.
  const std::atomic<bool>* given_up = nullptr;
};

struct SftpAnswer {
  enum class Trouble {
    none,
    missing,          // there is no such file or folder
    denied,           // the login may not do that
    full,             // the other disk is
    unreachable,      // no connection: nothing was asked
    address_refused,  // the address is private: nothing was asked
    unknown_host,     // its key is not the one that we know: nothing was asked
    no_login,         // it does not know us: nothing was asked
    too_large,        // than what was asked for
    failed,           // it did not work, or the connection was lost: who knows how far it came
  } trouble = Trouble::none;
  std::string bytes;  // of a file that was asked for
  std::string why;    // of a trouble, for a person
};

// What lies in a folder; links and names that cannot be told apart are left out.
struct SftpListing {
  SftpAnswer answer;
  struct Entry {
    std::string name;
    bool is_folder = false;
    // Owner, size, time, as the server writes them for people: what looks otherwise has changed, what changed
    // may look the same for a minute.
    std::string looks;
  };
  std::vector<Entry> entries;
};

// What SFTP itself knows of a file (draft-ietf-secsh-filexfer-02, 5).
struct SftpAttributes {
  SftpAnswer answer;
  int64_t modified = 0;  // seconds since 1970 by the server's clock
  int64_t bytes = 0;
  bool is_same(const SftpAttributes& other) const {
    return modified == other.modified && bytes == other.bytes;
  }
};

class SftpClient {
 public:
  explicit SftpClient(SftpSettings settings);
  ~SftpClient();
  SftpClient(const SftpClient&) = delete;
  SftpClient& operator=(const SftpClient&) = delete;

  // The next step begins with a connection of its own.
  void begin();
  // Paths from the folder. All throw Error{machine, "curl_failed"} where libcurl cannot work at all.
  // `expected`: so many bytes are given time to come, as long as they come at all; else all of it takes no
  // longer than an answer may.
  SftpAnswer get(const std::string& path, uint64_t largest = kLargest, int64_t expected = 0);
  SftpAnswer put(const std::string& path, std::string_view bytes);
  // Never over another file, as OpenSSH does it.
  SftpAnswer rename(const std::string& from, const std::string& to);
  SftpAnswer remove(const std::string& path);
  // One that is there already is no trouble.
  SftpAnswer make_folder(const std::string& path);
  SftpAttributes look_at(const std::string& path);
  // "": the folder itself.
  SftpListing list(const std::string& path);
  static constexpr uint64_t kLargest = 64u << 20;  // bytes of a file that is asked for, unless said

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// sftp with a host and a path, without user, query and fragment.
bool is_sftp_url(const std::string& text);

}  // namespace mailroom::connectors
