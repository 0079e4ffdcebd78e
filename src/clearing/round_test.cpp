// Every contradiction a round could hold is refused with the id it is about.
#include "clearing/round.h"

#include <gtest/gtest.h>

#include <functional>

namespace commune::clearing {
namespace {

Instance plain_instance() {
  Instance instance;
  instance.sectors = {"food"};
  instance.tasks = {{"soup", 0, 600, 720, 120, 1, 2, 1, 5, {"kitchen"}}};
  instance.participants = {{"ada", 1, 240, {{0, 60}}, {"kitchen"}}};
  instance.offers = {{0, 0, 50, Role::experienced}};
  return instance;
}

std::string refusal(const std::function<void(Instance&)>& change) {
  Instance instance = plain_instance();
  change(instance);
  const auto round = Round::make(std::move(instance));
  return round ? "" : round.error().message;
}

TEST(Round, APlainOneIsTaken) {
  EXPECT_EQ(refusal([](Instance&) {}), "");
}

TEST(Round, ContradictionsAreNamed) {
  const auto task = [](const std::function<void(Task&)>& change) {
    return refusal([&](Instance& instance) { change(instance.tasks[0]); });
  };
  const auto person = [](const std::function<void(Participant&)>& change) {
    return refusal([&](Instance& instance) { change(instance.participants[0]); });
  };
  const auto offer = [](const std::function<void(Offer&)>& change) {
    return refusal([&](Instance& instance) { change(instance.offers[0]); });
  };
  EXPECT_EQ(task([](Task& t) { t.people_min = 3; }),
            "task \"soup\": needs more people than may come");
  EXPECT_EQ(task([](Task& t) { t.people_min = t.people_max = 0; }),
            "task \"soup\": nobody may come: people_max is 0");
  EXPECT_EQ(task([](Task& t) { t.end_minute = 600; }), "task \"soup\": ends before it begins");
  EXPECT_EQ(task([](Task& t) { t.minutes = 0; }),
            "task \"soup\": a place is no work, or over a month of it");
  EXPECT_EQ(task([](Task& t) { t.weight = 0; }), "task \"soup\": its weight is not from 1 to 100");
  EXPECT_EQ(task([](Task& t) { t.sector = 1; }), "task \"soup\": its sector is not in the list");
  EXPECT_EQ(task([](Task& t) { t.id = ""; }), "task \"\": has no id");
  EXPECT_EQ(person([](Participant& p) { p.minutes_max = -1; }),
            "participant \"ada\": has less than no time");
  EXPECT_EQ(person([](Participant& p) { p.rooms.push_back({0, 5}); }),
            "participant \"ada\": names a sector twice");
  EXPECT_EQ(person([](Participant& p) { p.rooms[0].minutes = -5; }),
            "participant \"ada\": has less than no room in a sector");
  EXPECT_EQ(person([](Participant& p) { p.certificates.clear(); }),
            "participant \"ada\": offer for \"soup\": it requires the certificate \"kitchen\"");
  EXPECT_EQ(offer([](Offer& o) { o.willingness = 0; }),
            "participant \"ada\": offer for \"soup\": willingness is not from 1 to 100");
  EXPECT_EQ(offer([](Offer& o) { o.task = 7; }), "an offer names nobody or no task");
  EXPECT_EQ(refusal([](Instance& i) { i.offers.push_back(i.offers[0]); }),
            "participant \"ada\": offers twice for \"soup\"");
  EXPECT_EQ(refusal([](Instance& i) { i.tasks.push_back(i.tasks[0]); }),
            "task \"soup\": is there twice");
  EXPECT_EQ(refusal([](Instance& i) { i.unit_minutes = 0; }),
            "unit_minutes is not from 1 minute to a month");
  EXPECT_EQ(refusal([](Instance& i) { i.even_minutes = -1; }), "even_minutes is negative");
}

TEST(Round, ATraineeNeedsNoCertificateButATraineesPlace) {
  const auto trainee = [](std::uint32_t places) {
    return refusal([places](Instance& instance) {
      instance.participants[0].certificates.clear();
      instance.offers[0].role = Role::trainee;
      instance.tasks[0].trainees_max = places;
    });
  };
  EXPECT_EQ(trainee(1), "");
  EXPECT_EQ(trainee(0), "participant \"ada\": offer for \"soup\": there is no trainee's place");
}

TEST(Round, WhatWouldTakeTooMuchMemoryIsRefusedByName) {
  Instance instance = plain_instance();
  instance.participants[0].places_max = 2'000;
  instance.participants[0].minutes_max = load_max * instance.unit_minutes;
  for (std::size_t k = 0; k < 2'001; ++k) {
    Task task = instance.tasks[0];
    task.id = std::to_string(k);
    task.minutes = 15 + 15 * static_cast<std::int64_t>(k % 2);
    instance.tasks.push_back(task);
    instance.offers.push_back(
        {0, static_cast<std::uint32_t>(instance.tasks.size() - 1), 1, Role::experienced});
  }
  const auto round = Round::make(instance);
  ASSERT_FALSE(round.has_value());
  EXPECT_EQ(round.error().code, core::ErrorCode::too_large);
  EXPECT_TRUE(round.error().message.starts_with("participant \"ada\": too many offers"));
  instance.participants[0].places_max = 3;
  EXPECT_TRUE(Round::make(instance).has_value());

  EXPECT_EQ(refusal([](Instance& many) {
              for (std::uint32_t s = 1; s <= rooms_max; ++s) {
                many.sectors.push_back(std::to_string(s));
                many.participants[0].rooms.push_back({s, 60});
              }
            }),
            "participant \"ada\": names over 1000 sectors");
}

TEST(Round, WorkIsCountedInUnitsABegunOneAsAWhole) {
  Instance instance = plain_instance();
  instance.tasks[0].minutes = 121;
  const Round round = *Round::make(std::move(instance));
  EXPECT_EQ(round.choices()[0].load, 9);
  EXPECT_EQ(round.people()[0].load_max, 16);
}

TEST(Round, TheEvenShareIsTheNeedOverThePeopleRoundedUp) {
  EXPECT_EQ(even_share_minutes(plain_instance().tasks, 7), 18);
  EXPECT_EQ(even_share_minutes(plain_instance().tasks, 0), 120);
  EXPECT_EQ(even_share_minutes({}, 3), 0);
}

}  // namespace
}  // namespace commune::clearing
