#pragma once

#include "mock_server/expectation/expectation.hpp"

namespace mock_server::expect {

// One pair per kind: the sentence, and the check, which fills in everything but the sentence.

std::string sentence(const Count& expectation);
std::string sentence(const Order& expectation);
std::string sentence(const Attempts& expectation);
std::string sentence(const Spacing& expectation);
std::string sentence(const InFlight& expectation);
std::string sentence(const Left& expectation);
std::string sentence(const Connections& expectation);
std::string sentence(const NothingAfter& expectation);
std::string sentence(const HeaderSeen& expectation);

Verdict verdict(const Count& expectation, const Journal::Exchanges& all);
Verdict verdict(const Order& expectation, const Journal::Exchanges& all);
Verdict verdict(const Attempts& expectation, const Journal::Exchanges& all);
Verdict verdict(const Spacing& expectation, const Journal::Exchanges& all);
Verdict verdict(const InFlight& expectation, const Journal::Exchanges& all);
Verdict verdict(const Left& expectation, const Journal::Exchanges& all);
Verdict verdict(const Connections& expectation, const Journal::Exchanges& all);
Verdict verdict(const NothingAfter& expectation, const Journal::Exchanges& all);
Verdict verdict(const HeaderSeen& expectation, const Journal::Exchanges& all);

// What they share.

Journal::Exchanges selected(const Selection& selection, const Journal::Exchanges& all);

/// The requests of each key, keys in the order of their first request.
std::vector<Journal::Exchanges> by_key(const Journal::Exchanges& exchanges);

/// The verdict when there is no request to judge: what was wanted of them did not happen.
Verdict no_request(const Selection& selection, const Journal::Exchanges& all);

}  // namespace mock_server::expect
