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

}  // namespace commune::model
