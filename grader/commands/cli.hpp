#pragma once

namespace grader {

/// The whole program: reads the command line, runs one command, turns errors into messages and exit codes.
int run_cli(int argc, char** argv);

}  // namespace grader
