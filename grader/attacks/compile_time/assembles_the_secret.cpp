// Has the assembler put somebody's file into the program and returns it as the answer.
#include <string>

#include "timeout.hpp"

asm(R"(
  .section .rodata
  .globl secret
secret:
  .incbin "@SECRET@"
  .byte 0
  .text
)");

extern "C" const char secret[];

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  co_return "found: " + std::string(secret);
}
