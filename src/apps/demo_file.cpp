#include "apps/demo_file.h"

#include <filesystem>
#include <string>

#include "core/bytes.h"
#include "node/file.h"

namespace commune::apps {
namespace {

std::filesystem::path demo_file(const node::DataPaths& paths) { return paths.root / "demo.json"; }

std::vector<std::string> texts_of(const std::vector<model::SkillId>& skills) {
  std::vector<std::string> texts;
  texts.reserve(skills.size());
  for (const model::SkillId& skill : skills) texts.push_back(skill.text());
  return texts;
}

}  // namespace

core::Result<void> write_demo_people(const node::DataPaths& paths,
                                     const exchange::CommuneFolder& folder) {
  std::vector<gateway::DemoPerson> people;
  people.reserve(folder.people.size());
  for (const exchange::FolderPerson& person : folder.people) {
    people.push_back({.slug = person.id,
                      .about = person.about,
                      .interests = texts_of(person.interests),
                      .aspirations = texts_of(person.aspirations),
                      .availability = person.availability});
  }
  const std::string json = gateway::encode_demo_people(people);
  return node::write_file(demo_file(paths), {core::as_bytes(json)});
}

core::Result<std::vector<gateway::DemoPerson>> read_demo_people(const node::DataPaths& paths) {
  std::error_code error;
  if (!std::filesystem::exists(demo_file(paths), error)) return std::vector<gateway::DemoPerson>{};
  const core::Bytes json = TRY(node::read_file(demo_file(paths)));
  return gateway::parse_demo_people(core::as_text(json));
}

}  // namespace commune::apps
