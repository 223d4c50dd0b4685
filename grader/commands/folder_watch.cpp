#include "grader/commands/folder_watch.hpp"

#include <dirent.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kChanges = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE;

}  // namespace

FolderWatch::FolderWatch(std::vector<fs::path> folders, Method method) : folders_(std::move(folders)) {
  if (method == Method::kPolling || !start_inotify()) {
    inotify_.reset();
    watched_.clear();
    seen_ = look();
  }
}

bool FolderWatch::start_inotify() {
  inotify_.reset(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!inotify_) return false;
  for (const fs::path& folder : folders_) {
    const int id = ::inotify_add_watch(inotify_.get(), folder.c_str(), kChanges | IN_ONLYDIR);
    if (id < 0) return false;
    watched_[id] = folder;
  }
  return true;
}

FolderWatch::Stamps FolderWatch::look() const {
  Stamps stamps;
  for (const fs::path& folder : folders_) {
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(folder.c_str()), ::closedir);
    if (!listing) continue;
    while (const dirent* entry = ::readdir(listing.get())) {  // NOLINT(concurrency-mt-unsafe): a listing of our own
      const fs::path file = folder / entry->d_name;
      struct stat info{};
      if (::stat(file.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
      stamps[file] = {static_cast<std::uintmax_t>(info.st_size),
                      info.st_mtim.tv_sec * 1'000'000'000LL + info.st_mtim.tv_nsec, info.st_ino};
    }
  }
  return stamps;
}

std::set<fs::path> FolderWatch::read_events() {
  std::set<fs::path> files;
  alignas(inotify_event) char buffer[16 * 1024];
  for (ssize_t got = 0; (got = ::read(inotify_.get(), buffer, sizeof buffer)) > 0;) {
    for (ssize_t at = 0; at < got;) {
      inotify_event event{};
      std::memcpy(&event, buffer + at, sizeof event);
      const char* name = buffer + at + sizeof event;
      if ((event.mask & IN_Q_OVERFLOW) != 0U) {
        files.insert(folders_.begin(), folders_.end());
      } else if (const auto folder = watched_.find(event.wd); folder != watched_.end() && event.len > 0) {
        files.insert(folder->second / name);
      }
      at += static_cast<ssize_t>(sizeof event + event.len);
    }
  }
  return files;
}

std::set<fs::path> FolderWatch::changed() {
  if (inotify_) return read_events();
  Stamps now = look();
  std::set<fs::path> files;
  for (const auto& [file, stamp] : now) {
    const auto before = seen_.find(file);
    if (before == seen_.end() || before->second != stamp) files.insert(file);
  }
  for (const auto& [file, stamp] : seen_) {
    if (!now.contains(file)) files.insert(file);
  }
  seen_ = std::move(now);
  return files;
}

}  // namespace grader
