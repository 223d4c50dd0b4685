#pragma once

/// Makes a student's functions callable by the hidden tests. A binding is a few lines, compiled once with the course:
///
///   #include <timeout.hpp>
///   #include <grader/subject/expose.hpp>
///
///   void subject::bindings() { expose("fetch_with_timeout", &fetch_with_timeout); }
///
/// Parameters, results and exceptions are deduced from the signature:
///   aio::HttpClient&               supplied by the subject, not by the test; every other parameter takes the next argument
///   bool, integers, double, std::string, aio::Json, std::vector<T>, std::map<std::string, T>
///   std::chrono durations          nanoseconds
///   std::optional<T>               absent is not null
///   aio::Task<T>                   one run of an operation that the proctor scripts
///   std::function<aio::Task<T>(Args…)>   a run per call
///   result T or aio::Task<T>       of the same types
