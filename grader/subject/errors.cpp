#include "grader/subject/errors.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <typeinfo>

namespace subject {
namespace {

std::string name_of_current_exception() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (type == nullptr) return "an unknown exception";
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(type->name(), nullptr, nullptr, &status),
                                                         &std::free);
  const std::string text = status == 0 ? name.get() : type->name();
  return text.find("::") == std::string::npos ? "::" + text : text;
}

aio::Json described(std::string type, const char* message) { return {{"type", std::move(type)}, {"message", message}}; }

}  // namespace

aio::Json describe_current_exception() {
  try {
    throw;
  } catch (const aio::CancelledError& error) {
    return described("CancelledError", error.what());
  } catch (const aio::TimeoutError& error) {
    return described("TimeoutError", error.what());
  } catch (const aio::ConnectError& error) {
    return described("ConnectError", error.what());
  } catch (const aio::TransportError& error) {
    return described("TransportError", error.what());
  } catch (const aio::StatusError& error) {
    return described("StatusError", error.what());
  } catch (const aio::UrlError& error) {
    return described("UrlError", error.what());
  } catch (const aio::JsonError& error) {
    return described("JsonError", error.what());
  } catch (const aio::InvalidStateError& error) {
    return described("InvalidStateError", error.what());
  } catch (const aio::NotImplementedError& error) {
    return described("NotImplementedError", error.what());
  } catch (const aio::DeadlockError& error) {
    return described("DeadlockError", error.what());
  } catch (const aio::Error& error) {
    return described("Error", error.what());
  } catch (const std::exception& error) {
    return described(name_of_current_exception(), error.what());
  } catch (...) {
    return described(name_of_current_exception(), "");
  }
}

void throw_error(const aio::Json& error) {
  const std::string type = error.at("type");
  const std::string message = error.at("message");
  const int status = error.value("status", 0);
  if (type == "CancelledError") throw aio::CancelledError();
  if (type == "TimeoutError") throw aio::TimeoutError(message);
  if (type == "ConnectError") throw aio::ConnectError(message);
  if (type == "TransportError") throw aio::TransportError(message);
  if (type == "StatusError") throw aio::StatusError(status == 0 ? 503 : status, message);
  if (type == "UrlError") throw aio::UrlError(message);
  if (type == "JsonError") throw aio::JsonError(message);
  if (type == "InvalidStateError") throw aio::InvalidStateError(message);
  if (type == "Error") throw aio::Error(message);
  if (type == "std::logic_error") throw std::logic_error(message);
  if (type == "int") throw 0;
  throw std::runtime_error(message);
}

}  // namespace subject
