#include "grader/commands/cli.hpp"

int main(int argc, char** argv) { return grader::run_cli(argc, argv); }
