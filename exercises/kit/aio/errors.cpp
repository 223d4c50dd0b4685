#include <aio/errors.hpp>

namespace aio {

void not_implemented(std::string_view what) { throw NotImplementedError("not implemented: " + std::string(what)); }

}  // namespace aio
