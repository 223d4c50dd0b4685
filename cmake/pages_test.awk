# Makes one C++ file out of the examples in pages of the course: pages_test.awk -v out=FILE PAGE…
#
# A ```cpp block is compiled in a namespace of its own. A comment on the line before it says into which frame it is put:
#
#   <!-- program -->              has an `int main()`
#   <!-- inside a coroutine -->   statements; the frame is `aio::Task<> example() { … }`, run in virtual time
#   <!-- for the blocks below --> declarations that the rest of the page uses, too
#   (none)                        declarations of its own
#
# "that warns" at the end of the comment (`<!-- program that warns -->`) lets the block ignore a result, which is an error elsewhere.
# A ```text block after the line `<!-- output -->` is what the block before it prints, stderr included; only then is that block run.
# A place in the page is printed as `example.cpp:LINE`, counted within the block, and `…` stands for any text.
# Lines between `<!-- given` and `-->` are declarations for all blocks of the page, which its readers do not see.
# A fence without a language (diagrams, say) and other languages are left alone.
function complain(text) {
  printf "%s:%d: %s\n", FILENAME, FNR, text > "/dev/stderr"
  errors++
}
function add(text) { body = body text "\n" }
function keep_include() {
  if (!seen[$0]++) includes = includes $0 "\n"
  add("")
}
function place() { add("#line " (FNR + 1) " \"" FILENAME "\"") }
# The end of a block whose expected output, if any, has been read.
function finish() {
  if (block && expected != "") {
    examples = examples "    {\"" page "\", " block ", &" space "::" name "::run, R\"text(" expected ")text\"},\n"
    runs++
  }
  block = 0
  expected = ""
}
function end_page() {
  finish()
  if (page == "") return
  if (state != "text") { printf "%s: ends within a block that was begun and not ended\n", page > "/dev/stderr"; errors++ }
  if (!blocks) { printf "%s: has no ```cpp block\n", page > "/dev/stderr"; errors++ }
  add("}  // namespace " space)
  total += blocks
}

FNR == 1 {
  end_page()
  page = FILENAME
  space = "page_" (++pages)
  add("namespace " space " {")
  blocks = 0
  frame = ""
  state = "text"
}

state == "given" {
  if ($0 == "-->") state = "text"
  else if ($0 ~ /^#include /) keep_include()
  else add($0)
  next
}
state == "output" {
  if ($0 == "```") { state = "text"; finish() }
  else expected = expected $0 "\n"
  next
}
state == "other" {
  if ($0 == "```") state = "text"
  next
}
state == "cpp" {
  if ($0 != "```") {
    if ($0 ~ /^#include /) {
      keep_include()
    } else {
      if (frame ~ /^program/ && sub(/int main\(\)/, "void example()")) has_main = 1
      add($0)
    }
    next
  }
  if (frame ~ /^inside/) add("co_return; }\ninline void run() { aio::run(example(), {.virtual_time = true}); }")
  else if (frame ~ /^program/) add("inline void run() { example(); }")
  if (frame ~ /^program/ && !has_main) complain("a program has an `int main()`")
  if (frame ~ /warns$/) add("#pragma clang diagnostic pop")
  if (frame !~ /^for/) add("}  // namespace " name)
  may_print = frame ~ /^(program|inside)/
  frame = ""
  state = "text"
  next
}

/^<!-- given$/ { state = "given"; place(); next }
/^<!-- (for the blocks below|(program|inside a coroutine)( that warns)?) -->$/ {
  if (frame != "") complain("two frames for one block")
  frame = $0
  gsub(/^<!-- | -->$/, "", frame)
  next
}
/^<!-- output -->$/ {
  if (!block || !may_print) complain("there is no block before this whose output it could be")
  output = 1
  next
}
/^<!--/ { complain("unknown comment; cmake/pages_test.awk says which there are"); next }

/^```cpp$/ {
  finish()
  blocks++
  block = FNR
  name = "block_" FNR
  state = "cpp"
  has_main = 0
  if (frame !~ /^for/) add("namespace " name " {")
  if (frame ~ /warns$/) add("#pragma clang diagnostic push\n#pragma clang diagnostic ignored \"-Wunused-result\"")
  if (frame ~ /^inside/) add("inline aio::Task<> example() {")
  place()
  next
}
/^```text$/ {
  if (!output) complain("`<!-- output -->` is missing before this block; a diagram has a fence without a language")
  output = 0
  state = "output"
  next
}
/^```/ { state = "other"; next }
frame != "" { complain("a block ```cpp has to follow the line with its frame"); frame = "" }
output && !/^$/ { complain("a block ```text has to follow `<!-- output -->`"); output = 0 }

END {
  end_page()
  if (!runs) { print "pages_test: no example says what it prints" > "/dev/stderr"; errors++ }
  if (errors) exit 1
  printf "// Made by cmake/pages_test.awk: %d examples, %d of which are run.\n", total, runs > out
  printf "#include \"pages_test.hpp\"\n%s\n%s\n", includes, body > out
  printf "#line 1 \"examples\"\nconst std::vector<pages::Example>& pages::examples() {\n" > out
  printf "  static const std::vector<Example> all = {\n%s  };\n  return all;\n}\n", examples > out
}
