// The invented people of a demo commune: their keys, which are public on purpose, and how one is
// found for a place: by guild, interest, time of day and how much that person does at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "calendar/zone.h"
#include "core/random.h"
#include "core/time.h"
#include "exchange/commune_folder.h"
#include "model/task.h"
#include "trust/signature.h"

namespace commune::exchange {

// Root seed of a demo person: SHA-256("commune/demo/v1" || 0x00 || id). Anybody can compute it.
[[nodiscard]] trust::Seed demo_root_seed(std::string_view person_id);

class DemoPeople {
 public:
  DemoPeople(const CommuneFolder& folder, const calendar::Zone& zone);

  [[nodiscard]] std::size_t count() const { return people_.size(); }
  [[nodiscard]] const FolderPerson& folder_person(std::size_t index) const {
    return *people_[index].folder;
  }
  [[nodiscard]] const trust::SigningKey& key(std::size_t index) const { return people_[index].key; }
  [[nodiscard]] const trust::Seed& root(std::size_t index) const { return people_[index].root; }
  [[nodiscard]] model::MemberId member(std::size_t index) const {
    return model::member_id_of(key(index).public_key());
  }
  // The first steward of the guild, or its first member.
  [[nodiscard]] std::optional<std::size_t> find_steward(const model::GuildId& guild) const;

  // Somebody free who may do the task and would come; the person's hours are booked. Nothing when
  // nobody is left.
  [[nodiscard]] std::optional<std::size_t> book(const model::TaskDraft& draft, bool trainee,
                                                const std::vector<std::size_t>& except,
                                                core::Random& random);
  // Gives the hours back.
  void release(std::size_t index, const model::TaskDraft& draft);

 private:
  struct Booking {
    core::Time start;
    core::Time end;
  };
  struct Person {
    const FolderPerson* folder;
    trust::Seed root;
    trust::SigningKey key;
    std::vector<Booking> bookings;
  };

  [[nodiscard]] bool is_free(const Person& person, const model::TaskDraft& draft) const;
  [[nodiscard]] bool is_available(const Person& person, const model::TaskDraft& draft) const;
  [[nodiscard]] std::uint64_t liking(const Person& person, const model::TaskDraft& draft,
                                     bool trainee) const;

  const calendar::Zone& zone_;
  std::vector<Person> people_;
};

}  // namespace commune::exchange
