#include "grader/subject/instances.hpp"

template class nlohmann::basic_json<>;
template class std::vector<aio::Json>;
template class std::map<std::string, aio::Json, std::less<>>;
template class std::basic_string<char>;
template class std::vector<std::string>;
template class aio::Task<aio::Json>;
template class aio::Task<aio::Response>;
template class aio::Task<void>;
template class std::function<aio::Task<aio::Json>()>;
