// Every command there is. The number of an alternative is its field number in `Command.kind`.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <variant>

#include "model/alert_commands.h"
#include "model/guild_commands.h"
#include "model/people_commands.h"
#include "model/place_commands.h"
#include "model/round_commands.h"
#include "model/task_commands.h"

namespace commune::model {

using Command =
    std::variant<CreateInvitation, RevokeInvitation, Join, RenameMember, LeaveCommune, FoundGuild,
                 ChangeGuild, JoinGuild, LeaveGuild, GrantStewardship, StepDown, PutSkill,
                 GrantCertificate, RevokeCertificate, PutVenue, PostTask, ChangeTask, CancelTask,
                 RecordUnasked, SetGuests, ConfirmDone, PutTemplate, RemoveTemplate, PostSeries,
                 ChangeSeries, EndSeries, PostOccurrence, TakePlace, HandBack, SeekSwap, MarkDone,
                 GiveFeedback, HideName, OpenRound, DeclareWilling, ClearRound, AcceptPlace,
                 DeclinePlace, PutDevice, RaiseAlert, ConfirmAlert, DismissAlert, RelayCall,
                 AdjustCall, SetVisitors>;

struct CommandKind {
  std::uint32_t number;   // field number in api/commune.proto
  std::string_view name;  // field name there
};

// In the order of the alternatives of `Command`.
inline constexpr std::array<CommandKind, std::variant_size_v<Command>> command_kinds{{
    {1, "create_invitation"},  {2, "revoke_invitation"},   {3, "join"},
    {4, "rename_member"},      {5, "leave_commune"},       {10, "found_guild"},
    {11, "change_guild"},      {12, "join_guild"},         {13, "leave_guild"},
    {14, "grant_stewardship"}, {15, "step_down"},          {16, "put_skill"},
    {17, "grant_certificate"}, {18, "revoke_certificate"}, {19, "put_venue"},
    {30, "post_task"},         {31, "change_task"},        {32, "cancel_task"},
    {33, "record_unasked"},    {34, "set_guests"},         {35, "confirm_done"},
    {36, "put_template"},      {37, "remove_template"},    {38, "post_series"},
    {39, "change_series"},     {40, "end_series"},         {41, "post_occurrence"},
    {50, "take_place"},        {51, "hand_back"},          {52, "seek_swap"},
    {53, "mark_done"},         {54, "give_feedback"},      {55, "hide_name"},
    {60, "open_round"},        {61, "declare_willing"},    {62, "clear_round"},
    {63, "accept_place"},      {64, "decline_place"},      {70, "put_device"},
    {71, "raise_alert"},       {72, "confirm_alert"},      {73, "dismiss_alert"},
    {74, "relay_call"},        {75, "adjust_call"},        {76, "set_visitors"},
}};

[[nodiscard]] inline std::string_view name_of(const Command& command) {
  return command_kinds[command.index()].name;
}

}  // namespace commune::model
