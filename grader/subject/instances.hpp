#pragma once

// Class templates that nearly every student's file uses. They are instantiated once, in instances.cpp: compiling and
// linking a student's file takes a third less, as its own functions are nearly all that is left to generate.

#include <aio/aio.hpp>
#include <functional>
#include <map>
#include <string>
#include <vector>

extern template class nlohmann::basic_json<>;
extern template class std::vector<aio::Json>;
extern template class std::map<std::string, aio::Json, std::less<>>;
extern template class std::basic_string<char>;
extern template class std::vector<std::string>;
extern template class aio::Task<aio::Json>;
extern template class aio::Task<aio::Response>;
extern template class aio::Task<void>;
extern template class std::function<aio::Task<aio::Json>()>;
