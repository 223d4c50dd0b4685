#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "grader/kit/needles.hpp"

namespace grader {

/// A place where a kit would give a solution away.
struct Leak {
  std::string file;    ///< of the kit
  unsigned line = 0;   ///< in it; 0: a program or a library, or the file as a whole
  std::string source;  ///< "solutions/01_timeout/timeout.cpp:12", or the name of a right or wrong solution's file
  std::string text;    ///< what is given away, as the solution has it
};

/// All that solutions/ holds and students are not to see, made ready to be looked for in any number of files.
///
/// Looked for are *lines* and *names*. A line counts when it has at least 20 characters, white space aside, and those do
/// not occur, in this order, anywhere in what is public. It is found whatever its white space has become: with another
/// indentation, in one line with others, within a program. A name is that of a file in right/ or wrong/, without its
/// extension; it counts when it has at least 10 characters with a "_" among them and is not public.
///
/// Units:   a second for 100 MB, and about 200 bytes of memory for each line.
/// Errors:  the constructor throws InfrastructureError when a file cannot be read.
/// Threads: safe from several threads once made.
class WithheldText {
 public:
  static constexpr std::size_t kLineCharacters = 20;
  static constexpr std::size_t kNameCharacters = 10;

  /// `solutions` is the folder with everything withheld; `public_files` is what students see anyway.
  WithheldText(const std::filesystem::path& solutions, const std::vector<std::filesystem::path>& public_files);

  std::size_t lines() const { return lines_.size(); }
  std::size_t names() const { return names_.size(); }

  /// Finds what of it is in a file with this content; each line and name once.
  std::vector<Leak> find_in(const std::string& file, std::string_view content) const;

 private:
  struct Origin {
    std::string source;
    std::string text;
  };
  Needles lines_;  ///< without white space
  Needles names_;
  std::vector<Origin> line_origins_;
  std::vector<std::string> name_sources_;
};

/// Finds out whether a file that students are to edit is a solution by mistake: somebody's who tried the exercise out in
/// the course's own folder. It is when it holds nine in ten of the lines that count in one of the files in `answers`;
/// what is public is as in WithheldText, without the files that students edit.
///
/// Returns: one leak, or none.
std::vector<Leak> find_answer(const std::string& file, std::string_view content,
                              const std::vector<std::filesystem::path>& answers, const std::filesystem::path& root,
                              const std::vector<std::filesystem::path>& public_files);

}  // namespace grader
