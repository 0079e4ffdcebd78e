#include "recommend/commune_wishes.h"

#include <bit>
#include <cmath>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/random.h"
#include "recommend/contribution.h"
#include "recommend/contribution_noise.h"
#include "recommend/contribution_shares.h"
#include "recommend/learning_layout.h"
#include "recommend/log_odds.h"
#include "recommend/model_file.h"
#include "recommend/refusal.h"

namespace commune::recommend {
namespace {

using core::ErrorCode;
using core::fail;

constexpr std::int32_t terms_max = 1'000'000;

// Random words that the caller drew. Where they are used up it goes on with what is not random, so
// that the work ends, and says so; nothing of that work may leave the module.
class WordPool {
 public:
  explicit WordPool(std::vector<std::uint64_t> words) : words_(std::move(words)) {}
  std::uint64_t next() { return next_ < words_.size() ? words_[next_++] : beyond_.next(); }
  [[nodiscard]] core::Result<void> check() {
    if (next_ < words_.size()) return {};
    return fail(ErrorCode::too_large,
                std::to_string(words_.size()) + " random words are too few for this");
  }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t next_ = 0;
  core::Random beyond_{0};
};

PrivacyTerms read_terms(WordReader& words) {
  PrivacyTerms terms;
  terms.norm_squared_max = static_cast<std::uint64_t>(words.next("norm", 1, terms_max));
  terms.noise_variance = static_cast<std::uint32_t>(words.next("variance", 1, terms_max));
  terms.devices_min = static_cast<std::uint32_t>(words.next("devices", 2, terms_max));
  return terms;
}

std::uint32_t read_kinds(WordReader& words) {
  return static_cast<std::uint32_t>(
      words.next("number of kinds", 0, static_cast<std::int32_t>(contribution_kinds_max)));
}

core::Time read_time(WordReader& words) {
  return {std::int64_t{words.next("time", 0, minutes_max)} * 60};
}

PrivacyBudget read_budget(WordReader& words) {
  PrivacyBudget budget;
  words.list("spent", budget.spent, [&] {
    const core::Time at = read_time(words);
    return PrivacyBudget::Spent{at, std::bit_cast<double>(words.next_wide())};
  });
  return budget;
}

core::Result<void> check_budget(const PrivacyBudget& budget) {
  for (const PrivacyBudget::Spent& spent : budget.spent) {
    if (!(spent.rho >= 0 && spent.rho < 1e6))
      return fail(ErrorCode::invalid, "what was spent is a number not below 0");
  }
  return {};
}

Observations read_observations(WordReader& words, std::uint32_t kinds) {
  const auto most = static_cast<std::int32_t>(kinds) - 1;
  const auto kind = [&] { return static_cast<std::uint32_t>(words.next("kind", 0, most)); };
  const auto minutes = [&] {
    return static_cast<std::uint32_t>(words.next("minutes", 0, work_minutes_max));
  };
  Observations seen;
  words.list("answers", seen.answers, [&] {
    AnsweredInvitation answer;
    answer.hour = static_cast<std::uint32_t>(words.next("hour", 0, 23));
    answer.kind = kind();
    answer.effort = static_cast<model::Effort>(words.next("effort", 0, 2));
    answer.after_heavy_work = words.next_flag("after heavy work");
    answer.accepted = words.next_flag("accepted");
    return answer;
  });
  words.list("finished work", seen.finished, [&] {
    FinishedWork work;
    work.kind = kind();
    work.minutes = minutes();
    work.minutes_planned = minutes();
    return work;
  });
  return seen;
}

void put_wide(Words& words, std::uint64_t value) {
  words.push_back(static_cast<std::int32_t>(value & 0xFFFFFFFFU));
  words.push_back(static_cast<std::int32_t>(value >> 32U));
}

// Four bytes a word, the first lowest, as in refusal.h.
void put_bytes(Words& words, core::ByteView bytes) {
  words.push_back(length_of(bytes.size()));
  for (std::size_t at = 0; at < bytes.size(); at += 4) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4 && at + i < bytes.size(); ++i)
      word |= std::uint32_t{bytes[at + i]} << (8 * i);
    words.push_back(static_cast<std::int32_t>(word));
  }
}

core::Bytes read_bytes(WordReader& words, std::size_t most) {
  const auto size =
      static_cast<std::size_t>(words.next("number of bytes", 0, static_cast<std::int32_t>(most)));
  core::Bytes bytes;
  while (bytes.size() < size && !words.has_failed()) {
    const auto word = static_cast<std::uint32_t>(words.next("bytes", INT32_MIN, INT32_MAX));
    for (std::uint32_t i = 0; i < 4 && bytes.size() < size; ++i)
      bytes.push_back(static_cast<std::uint8_t>(word >> (8 * i)));
  }
  return bytes;
}

std::int32_t thousandths(double value) {
  return static_cast<std::int32_t>(std::lround(1000 * value));
}

std::int32_t permille(float log_odds) {
  return thousandths(logistic(static_cast<double>(log_odds)));
}

}  // namespace

core::Result<Words> contribute(WordReader& words) {
  ContributionRound round;
  round.round = words.next_wide();
  round.helpers = static_cast<std::uint32_t>(words.next(
      "helpers", static_cast<std::int32_t>(helpers_min), static_cast<std::int32_t>(helpers_max)));
  round.terms = read_terms(words);
  const ContributionLayout layout(read_kinds(words));
  round.size = static_cast<std::uint32_t>(layout.size());
  const core::Time now = read_time(words);
  PrivacyBudget budget = read_budget(words);
  const Observations seen = read_observations(words, layout.kinds());
  std::vector<std::uint64_t> drawn;
  words.list("random words", drawn, [&] { return words.next_wide(); });
  TRY_VOID(words.end());
  TRY_VOID(check_budget(budget));
  WordPool pool(std::move(drawn));
  const RandomWords random = [&pool] { return pool.next(); };
  ContributionVector counts = TRY(count_observations(layout, seen));
  const ContributionVector told =
      TRY(make_contribution(std::move(counts), round.terms, budget, now, random));
  const std::vector<ContributionShare> shares = TRY(split_contribution(told, round, random));
  TRY_VOID(pool.check());
  Words answered;
  put_wide(answered, std::bit_cast<std::uint64_t>(budget.spent.back().rho));
  for (const ContributionShare& share : shares) put_bytes(answered, encode_share(share));
  return answered;
}

core::Result<Words> weigh(WordReader& words) {
  const PrivacyTerms terms = read_terms(words);
  const ContributionLayout layout(read_kinds(words));
  const core::Time now = read_time(words);
  PrivacyBudget budget = read_budget(words);
  TRY_VOID(words.end());
  TRY_VOID(check_budget(budget));
  const double spent = epsilon_spent(budget, now);
  budget.spent.push_back({now, rho_in_sum(terms, layout.size())});
  return Words{thousandths(budget.epsilon_max), thousandths(spent),
               thousandths(epsilon_spent(budget, now)),
               thousandths(epsilon_of(rho_alone(terms), budget.delta))};
}

core::Result<Words> read_model(WordReader& words) {
  const core::Bytes bytes = read_bytes(words, model_file_size_max);
  TRY_VOID(words.end());
  const CommuneModel model = TRY(parse_model(bytes));
  Words answered;
  put_wide(answered, model.round);
  answered.push_back(static_cast<std::int32_t>(model.contributions));
  const CommuneRates& rates = model.rates;
  const auto put_rates = [&](float of_kind) {
    for (const float of_hours : rates.by_hours)
      answered.push_back(permille(rates.all + of_hours + of_kind));
  };
  answered.push_back(permille(rates.all));
  for (const float share : model.tired_yes_share) answered.push_back(thousandths(double{share}));
  put_rates(0);
  answered.push_back(length_of(model.kinds.size()));
  for (std::size_t kind = 0; kind < model.kinds.size(); ++kind) {
    put_bytes(answered, core::as_bytes(model.kinds.names()[kind]));
    answered.push_back(static_cast<std::int32_t>(std::lround(model.overrun_minutes[kind])));
    put_rates(rates.by_kind[kind]);
  }
  return answered;
}

core::Result<KindsTogether> read_together(WordReader& words) {
  const core::Bytes bytes = read_bytes(words, model_file_size_max);
  KindsTogether together;
  words.list("names of kinds", together.names,
             [&] { return static_cast<std::uint32_t>(words.next("name", INT32_MIN, INT32_MAX)); });
  if (words.has_failed()) TRY_VOID(words.end());
  if (!bytes.empty()) together.similarity = TRY(parse_model(bytes)).similarity;
  return together;
}

}  // namespace commune::recommend
