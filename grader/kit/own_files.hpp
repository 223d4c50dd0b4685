#pragma once

#include "grader/kit/kit.hpp"
#include "grader/kit/kit_folder.hpp"

namespace grader {

/// Adds the kit's own files: ./hangtime, README.md, LICENSE, the dev container, course.version and compile_flags.txt.
void add_own_files(KitFolder& folder, const KitPlan& plan, const std::string& course_digest);

}  // namespace grader
