#pragma once

// The kit in one include: everything that code of an exercise may use.
#include <aio/clock.hpp>
#include <aio/errors.hpp>
#include <aio/executor.hpp>
#include <aio/future.hpp>
#include <aio/gather.hpp>
#include <aio/http_client.hpp>
#include <aio/http_message.hpp>
#include <aio/json.hpp>
#include <aio/outcome.hpp>
#include <aio/run.hpp>
#include <aio/sleep.hpp>
#include <aio/task.hpp>
#include <aio/task_group.hpp>
#include <aio/task_handle.hpp>
#include <aio/timeout.hpp>
