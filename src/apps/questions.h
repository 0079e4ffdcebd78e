// The few questions with which a commune is founded by hand: name, time zone, sectors and hours
// (the mission's by default), first guilds; each sector brings a few skills to begin with. What
// flags said already is not asked again; without a terminal the defaults stand in for every answer
// but the name.
#pragma once

#include <iosfwd>
#include <string>

#include "core/error.h"
#include "exchange/commune_folder.h"

namespace commune::apps {

// Errors: invalid, where an answer makes no sense and nobody is there to be asked again.
[[nodiscard]] core::Result<exchange::CommuneFolder> ask_for_commune(const std::string& name,
                                                                    const std::string& zone,
                                                                    std::istream& in,
                                                                    std::ostream& out,
                                                                    bool is_terminal);

}  // namespace commune::apps
