// Stands between a store and its PostgreSQL server and cuts the connection that sends the next COMMIT, at a
// moment of the test's choosing. A Unix socket of its own in a temporary folder; one thread for all
// connections.
#pragma once

#include <atomic>
#include <list>
#include <string>
#include <thread>

#include "base/file.h"

namespace mailroom::testing {

class CuttingProxy {
 public:
  enum class Cut {
    never,
    before_it_arrives,     // both ends are closed, the server never sees the COMMIT
    after_it_took_effect,  // the server's answer is awaited and thrown away
    server_side_stays,     // the client's end is closed, the server's stays open and idle
    for_good,              // before it arrives, and nobody gets through afterwards
  };
  explicit CuttingProxy(std::string server_socket);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  // The same database through the proxy.
  std::string url(const std::string& direct) const;
  void cut_at_next_commit(Cut cut) { cut_ = cut; }
  int cuts() const { return cuts_; }

 private:
  struct Pair {
    FileDescriptor client, server;
    bool drop_answer = false;
  };
  void run();
  void accept_one();
  bool from_client(Pair& pair);  // false: it is over
  bool from_server(Pair& pair);

  std::string server_socket_;
  TemporaryFolder folder_{"mailroom-proxy"};
  FileDescriptor listener_;
  std::list<Pair> pairs_;
  std::list<FileDescriptor> orphans_;  // the server's ends that stay
  std::atomic<Cut> cut_{Cut::never};
  std::atomic<int> cuts_{0};
  std::atomic<bool> stopping_{false}, closed_{false};
  std::thread thread_;
};

}  // namespace mailroom::testing
