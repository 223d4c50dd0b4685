#include "grader/browser/chromium.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <utility>

namespace grader::browser {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{60};

std::string make_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "hangtime_browser_XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder for the browser's profile");
  return name;
}

// Only what is safe between fork and exec. The browser reads commands from 3 and writes answers to 4.
[[noreturn]] void become_the_browser(int commands, int answers, char* const* arguments) {
  ::setpgid(0, 0);
  const int quiet = ::open("/dev/null", O_RDWR);
  // Out of the way of 3 and 4 first.
  const int in = ::fcntl(commands, F_DUPFD, 10);
  const int out = ::fcntl(answers, F_DUPFD, 10);
  ::dup2(quiet, 0);
  ::dup2(quiet, 1);
  ::dup2(quiet, 2);
  ::dup2(in, 3);
  ::dup2(out, 4);
  for (int fd = 5; fd < 256; ++fd) ::close(fd);
  ::execvp(arguments[0], arguments);
  ::_exit(127);
}

}  // namespace

Chromium::Chromium() : folder_(make_folder()) {
  std::array<int, 2> commands{};
  std::array<int, 2> answers{};
  if (::pipe2(commands.data(), O_CLOEXEC) != 0 || ::pipe2(answers.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("cannot make a pipe to the browser");
  std::vector<std::string> words = {"chromium",       "--headless=new",
                                    "--no-sandbox",  // it refuses to run as root otherwise
                                    "--disable-gpu",  "--disable-dev-shm-usage", "--disable-background-networking",
                                    "--no-first-run", "--remote-debugging-pipe", "--user-data-dir=" + folder_};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  process_ = ::fork();
  if (process_ == 0) become_the_browser(commands[0], answers[1], arguments.data());
  ::close(commands[0]);
  ::close(answers[1]);
  to_browser_ = commands[1];
  from_browser_ = answers[0];
  ::signal(SIGPIPE, SIG_IGN);
  const Json target = send("Target.createTarget", {{"url", "about:blank"}}, "");
  session_ =
      send("Target.attachToTarget", {{"targetId", target.at("targetId")}, {"flatten", true}}, "").at("sessionId");
  for (const char* domain : {"Page.enable", "Runtime.enable", "Log.enable", "Network.enable"}) command(domain);
}

Chromium::~Chromium() {
  ::close(to_browser_);
  ::close(from_browser_);
  if (process_ > 0) {
    ::kill(-process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Chromium::Json Chromium::receive() {
  const auto deadline = steady_clock::now() + kPatience;
  for (;;) {
    if (const auto end = received_.find('\0'); end != std::string::npos) {
      Json message = Json::parse(received_.substr(0, end));
      received_.erase(0, end + 1);
      return message;
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - steady_clock::now()).count();
    struct pollfd wait{from_browser_, POLLIN, 0};
    if (left <= 0 || ::poll(&wait, 1, static_cast<int>(left)) == 0)
      throw std::runtime_error("chromium says nothing for a minute");
    std::array<char, 65'536> buffer{};
    const ssize_t size = ::read(from_browser_, buffer.data(), buffer.size());
    if (size > 0) {
      received_.append(buffer.data(), static_cast<std::size_t>(size));
      continue;
    }
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    throw std::runtime_error(WIFEXITED(status) && WEXITSTATUS(status) == 127
                                 ? "there is no chromium; install chromium (it is in cmake/debian-packages.txt)"
                                 : "chromium ended by itself, status " + std::to_string(status));
  }
}

Chromium::Json Chromium::send(const std::string& method, const Json& parameters, const std::string& session) {
  const int id = ++last_id_;
  Json message{{"id", id}, {"method", method}, {"params", parameters}};
  if (!session.empty()) message["sessionId"] = session;
  std::string text = message.dump();
  text.push_back('\0');
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t size = ::write(to_browser_, text.data() + sent, text.size() - sent);
    if (size < 0) break;  // the reading side knows why
    sent += static_cast<std::size_t>(size);
  }
  for (;;) {
    Json answer = receive();
    if (!answer.contains("id")) {
      events_.push_back(std::move(answer));
    } else if (answer.at("id") == id) {
      if (answer.contains("error")) throw std::runtime_error(method + ": " + answer["error"].dump());
      return answer.at("result");
    }
  }
}

Chromium::Json Chromium::command(const std::string& method, const Json& parameters) {
  return send(method, parameters, session_);
}

void Chromium::open(const std::string& url) {
  const std::size_t before = events_.size();
  const Json result = command("Page.navigate", {{"url", url}});
  if (result.contains("errorText")) throw std::runtime_error(url + ": " + result["errorText"].get<std::string>());
  for (std::size_t seen = before;;) {
    for (; seen < events_.size(); ++seen) {
      if (events_[seen].value("method", "") == "Page.loadEventFired") return;
    }
    Json message = receive();
    if (!message.contains("id")) events_.push_back(std::move(message));
  }
}

Chromium::Json Chromium::evaluate(const std::string& script) {
  const Json result =
      command("Runtime.evaluate", {{"expression", script}, {"returnByValue", true}, {"awaitPromise", true}});
  if (result.contains("exceptionDetails")) throw std::runtime_error("the script threw: " + result.dump());
  return result.at("result").value("value", Json());
}

void Chromium::wait_until(const std::string& script) {
  const auto deadline = steady_clock::now() + kPatience;
  while (evaluate(script) != true) {
    if (steady_clock::now() > deadline) throw std::runtime_error("for a minute it was not true that " + script);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

void Chromium::set_size(int width, int height) {
  command("Emulation.setDeviceMetricsOverride",
          {{"width", width}, {"height", height}, {"deviceScaleFactor", 1}, {"mobile", false}});
}

void Chromium::set_media(const std::string& scheme, const std::string& media) {
  command("Emulation.setEmulatedMedia",
          {{"media", media}, {"features", Json::array({Json{{"name", "prefers-color-scheme"}, {"value", scheme}}})}});
}

void Chromium::press(const std::string& key) {
  const int code = key == "Tab" ? 9 : 13;
  Json event{{"type", "keyDown"}, {"key", key}, {"code", key}, {"windowsVirtualKeyCode", code}};
  if (key == "Enter") event["text"] = "\r";
  command("Input.dispatchKeyEvent", event);
  event["type"] = "keyUp";
  event.erase("text");
  command("Input.dispatchKeyEvent", event);
}

std::vector<std::string> Chromium::complaints() const {
  std::vector<std::string> found;
  for (const Json& event : events_) {
    const std::string method = event.value("method", "");
    const Json& details = event.at("params");
    const bool logged = method == "Log.entryAdded" && details.at("entry").value("level", "") == "error";
    const bool console = method == "Runtime.consoleAPICalled" && details.value("type", "") == "error";
    if (logged || console || method == "Runtime.exceptionThrown") found.push_back(details.dump());
  }
  return found;
}

std::vector<std::string> Chromium::requests() const {
  std::vector<std::string> urls;
  for (const Json& event : events_) {
    if (event.value("method", "") == "Network.requestWillBeSent")
      urls.push_back(event.at("params").at("request").at("url").get<std::string>());
  }
  return urls;
}

}  // namespace grader::browser
