#include "exchange/demo_people.h"

#include <algorithm>

#include "core/check.h"
#include "core/hash.h"

namespace commune::exchange {
namespace {

template <class T>
bool contains(const std::vector<T>& values, const T& value) {
  return std::ranges::find(values, value) != values.end();
}

// How many places a week somebody of this kind takes at most, and how ready they are (C7).
struct Readiness {
  std::size_t places_a_week_max;
  std::uint64_t weight;
};

Readiness readiness_of(Participation participation) {
  switch (participation) {
    case Participation::active: return {8, 6};
    case Participation::selective: return {4, 3};
    case Participation::rare: return {1, 1};
  }
  CHECK(false);
}

}  // namespace

trust::Seed demo_root_seed(std::string_view person_id) {
  const core::Digest digest = core::labelled_hash("commune/demo/v1", {core::as_bytes(person_id)});
  trust::Seed seed{};
  std::ranges::copy(digest.view(), seed.begin());
  return seed;
}

DemoPeople::DemoPeople(const CommuneFolder& folder, const calendar::Zone& zone) : zone_(zone) {
  people_.reserve(folder.people.size());
  for (const FolderPerson& person : folder.people) {
    const trust::Seed root = demo_root_seed(person.id);
    people_.push_back({&person, root, trust::SigningKey(trust::member_seed(root)), {}});
  }
}

std::optional<std::size_t> DemoPeople::find_steward(const model::GuildId& guild) const {
  std::optional<std::size_t> member;
  for (std::size_t i = 0; i < people_.size(); ++i) {
    if (contains(people_[i].folder->stewards_of, guild)) return i;
    if (!member && contains(people_[i].folder->guilds, guild)) member = i;
  }
  return member;
}

bool DemoPeople::is_free(const Person& person, const model::TaskDraft& draft) const {
  if (!draft.start.is_set()) return true;
  const core::Seconds gap = core::minutes(15);
  std::size_t that_week = 0;
  for (const Booking& booking : person.bookings) {
    if (booking.start < draft.end + gap && draft.start < booking.end + gap) return false;
    const auto apart = (booking.start - draft.start).count;
    if (apart > -4 * 86400 && apart < 3 * 86400) that_week += 1;
  }
  return that_week < readiness_of(person.folder->participation).places_a_week_max;
}

bool DemoPeople::is_available(const Person& person, const model::TaskDraft& draft) const {
  const std::string& words = person.folder->availability;
  if (!draft.start.is_set() || words.empty() || words.find("any") != std::string::npos) return true;
  const calendar::LocalTime local = zone_.local_of(draft.start);
  const std::int64_t day = local.seconds / 86400;
  const bool weekend = (day + 3) % 7 >= 5;  // 1970-01-01 was a Thursday
  const std::int64_t hour = local.seconds % 86400 / 3600;
  if (weekend) return words.find("weekends") != std::string::npos;
  if (hour < 12) return words.find("mornings") != std::string::npos;
  if (hour < 17) return words.find("afternoons") != std::string::npos;
  return words.find("evenings") != std::string::npos;
}

std::uint64_t DemoPeople::liking(const Person& person, const model::TaskDraft& draft,
                                 bool trainee) const {
  const FolderPerson& folder = *person.folder;
  const auto shares = [](const auto& a, const auto& b) {
    return std::ranges::any_of(a, [&](const auto& value) { return contains(b, value); });
  };
  if (trainee) return shares(folder.aspirations, draft.skills_taught) ? 6 : 1;
  const bool certified = std::ranges::all_of(
      draft.certificates, [&](const auto& skill) { return contains(folder.certificates, skill); });
  if (!certified) return 0;
  std::uint64_t liking = readiness_of(folder.participation).weight;
  if (contains(folder.guilds, draft.guild)) liking *= 4;
  if (shares(folder.interests, draft.skills_helpful)) liking *= 2;
  if (shares(folder.aspirations, draft.skills_taught)) liking *= 2;
  return liking;
}

std::optional<std::size_t> DemoPeople::book(const model::TaskDraft& draft, bool trainee,
                                            const std::vector<std::size_t>& except,
                                            core::Random& random) {
  std::vector<std::uint64_t> weights(people_.size(), 0);
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < people_.size(); ++i) {
    const Person& person = people_[i];
    if (contains(except, i) || !is_free(person, draft) || !is_available(person, draft)) continue;
    weights[i] = liking(person, draft, trainee);
    total += weights[i];
  }
  if (total == 0) return std::nullopt;
  std::uint64_t ticket = random.below(total);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (ticket < weights[i]) {
      if (draft.start.is_set()) people_[i].bookings.push_back({draft.start, draft.end});
      return i;
    }
    ticket -= weights[i];
  }
  CHECK(false);
}

void DemoPeople::release(std::size_t index, const model::TaskDraft& draft) {
  auto& bookings = people_[index].bookings;
  const auto found = std::ranges::find(bookings, draft.start, &Booking::start);
  if (found != bookings.end()) bookings.erase(found);
}

}  // namespace commune::exchange
