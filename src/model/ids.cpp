#include "model/ids.h"

#include "core/check.h"
#include "core/hash.h"

namespace commune::model {
namespace {

template <class Id>
Id first_bytes(const core::Digest& digest) {
  const auto id = Id::from(digest.view().first(Id::size));
  CHECK(id.has_value());
  return *id;
}

WillingId joined(const RoundId& round, core::ByteView rest) {
  core::Bytes bytes(round.view().begin(), round.view().end());
  bytes.insert(bytes.end(), rest.begin(), rest.end());
  const auto id = WillingId::from(bytes);
  CHECK(id.has_value());
  return *id;
}

}  // namespace

MemberId member_id_of(const PublicKey& key) {
  return first_bytes<MemberId>(core::labelled_hash("commune/member/v1", {key.view()}));
}

TaskId occurrence_id_of(const SeriesId& series, std::string_view local) {
  return first_bytes<TaskId>(
      core::labelled_hash("commune/occurrence/v1", {series.view(), core::as_bytes(local)}));
}

Nullifier place_nullifier_of(const ChainId& chain, const TaskId& task, const PublicKey& member) {
  return first_bytes<Nullifier>(
      core::labelled_hash("commune/place/v1", {chain.view(), task.view(), member.view()}));
}

WillingId willing_id_of(const ChainId& chain, const RoundId& round, const PublicKey& member) {
  const core::Digest mark =
      core::labelled_hash("commune/willing/v1", {chain.view(), round.view(), member.view()});
  return joined(round, mark.view().first(RoundId::size));
}

WillingId first_willing_of(const RoundId& round) {
  return joined(round, core::Bytes(RoundId::size, 0));
}

RoundId round_of(const WillingId& willing) {
  return *RoundId::from(willing.view().first(RoundId::size));
}

Nullifier reporter_mark_of(const AlertId& alert, const PublicKey& key) {
  return first_bytes<Nullifier>(
      core::labelled_hash("commune/reporter/v1", {alert.view(), key.view()}));
}

TaskId task_of_alert(const AlertId& alert) { return *TaskId::from(alert.view()); }

AlertId alert_of_task(const TaskId& task) { return *AlertId::from(task.view()); }

}  // namespace commune::model
