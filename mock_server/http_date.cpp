#include "mock_server/http_date.hpp"

#include <array>
#include <ctime>
#include <iomanip>
#include <sstream>
#include <string_view>

namespace mock_server {

std::string http_date(std::chrono::system_clock::time_point when) {
  static constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  std::ostringstream date;
  date << kDays.at(static_cast<std::size_t>(utc.tm_wday)) << ", " << std::setfill('0') << std::setw(2) << utc.tm_mday
       << ' ' << kMonths.at(static_cast<std::size_t>(utc.tm_mon)) << ' ' << utc.tm_year + 1900 << ' '
       << std::put_time(&utc, "%H:%M:%S") << " GMT";
  return date.str();
}

}  // namespace mock_server
