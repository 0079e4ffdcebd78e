// Guilds, their stewards, skills and certificates, and the places of the commune.
import type { GuildInput, SkillInput, VenueInput } from '../envelope/commands';
import type { GuildId, Instant, MemberId, SkillId } from '../ids';
import type { Sender, Sent } from './sender';

export function guildActions(sender: Sender, nameOf: (guild: GuildId) => string) {
  return {
    foundGuild: (guild: GuildInput): Promise<Sent> =>
      sender.send({ kind: 'found_guild', ...guild }, guild.name),
    changeGuild: (guild: Omit<GuildInput, 'sector'>): Promise<Sent> =>
      sender.send({ kind: 'change_guild', ...guild }, guild.name),
    joinGuild: (guild: GuildId): Promise<Sent> =>
      sender.send({ kind: 'join_guild', guild }, nameOf(guild)),
    leaveGuild: (guild: GuildId): Promise<Sent> =>
      sender.send({ kind: 'leave_guild', guild }, nameOf(guild)),
    grantStewardship: (guild: GuildId, member: MemberId): Promise<Sent> =>
      sender.send({ kind: 'grant_stewardship', guild, member }, nameOf(guild)),
    stepDown: (guild: GuildId): Promise<Sent> =>
      sender.send({ kind: 'step_down', guild }, nameOf(guild)),
    putSkill: (skill: SkillInput): Promise<Sent> =>
      sender.send({ kind: 'put_skill', ...skill }, skill.name),
    grantCertificate: (
      skill: SkillId,
      member: MemberId,
      validUntil: Instant | null,
      title = '',
    ): Promise<Sent> =>
      sender.send({ kind: 'grant_certificate', skill, member, valid_until: validUntil }, title),
    revokeCertificate: (skill: SkillId, member: MemberId, title = ''): Promise<Sent> =>
      sender.send({ kind: 'revoke_certificate', skill, member }, title),
    putVenue: (venue: VenueInput): Promise<Sent> =>
      sender.send({ kind: 'put_venue', ...venue }, venue.name),
  };
}
