// Deliveries a second by the HTTP connector alone, to a peer in the same process: each thread with a
// connector of its own, as a daemon has them. Of the CPU time, what the connector's threads took.
//
// usage: http_bench [SECONDS]      (3 unless given)
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "connectors/http_connector.h"
#include "tests/connectors/http_peer.h"

namespace mailroom::connectors {
namespace {

double cpu_seconds_of_thread() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void measure(const char* what, const char* idempotency, int threads, double seconds) {
  HttpPeer peer;
  Surroundings around{"/"};
  around.private_networks.add("127.0.0.1");
  const Context settings{{"http", peer.url("/awards")}, {"idempotency", idempotency}};
  std::atomic<int> delivered{0};
  std::atomic<double> cpu{0};
  const auto start = std::chrono::steady_clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  std::vector<std::thread> all;
  for (int thread = 0; thread < threads; ++thread) {
    all.emplace_back([&, thread] {
      HttpConnector connector(settings, settings, around);
      for (int i = 0; elapsed() < seconds; ++i) {
        const std::string key = std::to_string(thread) + "/" + std::to_string(i);
        const DeliveryOutcome outcome = connector.deliver(
            {key,
             "26-48817-9",
             "payment",
             {{"body", Context{{"nino", "QQ123456C"}, {"amount", Decimal::parse("15.70").value()}}}}});
        if (outcome.kind != DeliveryOutcome::Kind::delivered) std::abort();
        ++delivered;
      }
      cpu += cpu_seconds_of_thread();
    });
  }
  for (std::thread& each : all) each.join();
  const double taken = elapsed();
  if (peer.effects() != delivered) std::abort();
  std::printf("%-36s %d at once %8.0f/s %8.1f µs of CPU time each\n", what, threads, delivered / taken,
              cpu / delivered * 1e6);
}

}  // namespace
}  // namespace mailroom::connectors

int main(int argc, char** argv) {
  using mailroom::connectors::measure;
  const double seconds = argc > 1 ? std::atof(argv[1]) : 3;
  for (const int threads : {1, 4}) {
    measure("kept connections (idempotency: key)", "key", threads, seconds);
    measure("a connection each (none)", "none", threads, seconds);
  }
}
