// Joining, inviting, a new name, leaving.
import { toInstant } from '../clock';
import { isOver } from '../mine/my-place';
import type { PublicKey } from '../ids';
import type { JoinOptions } from '../people/people';
import type { ActionContext } from './actions';
import type { Sent } from './sender';

const dayMs = 24 * 3600_000;

export interface InviteOptions {
  days: number; // 1 to 90
  uses: number; // 1 to 50
}

type PeopleContext = Pick<
  ActionContext,
  'sender' | 'people' | 'clock' | 'mine' | 'copy' | 'origin'
>;

export function peopleActions(context: PeopleContext) {
  const { sender, people, clock, mine, copy, origin } = context;
  return {
    /** Makes keys on this device and joins. Refused: the new keys are taken off the device again. */
    async join(link: string, name: string, options: JoinOptions = {}): Promise<Sent> {
      people.entering.set(true);
      try {
        const sent = await sender.send(await people.prepareJoin(link, name, options), name);
        const person = people.current.get();
        if (sent.state === 'refused' && person) await people.remove(person.member);
        return sent;
      } finally {
        people.entering.set(false); // whoever still waits for an answer is in the queue
      }
    },
    /** The link is a secret: it is shown to the person who invites and kept nowhere. */
    async invite({ days, uses }: InviteOptions): Promise<Sent & { link: string; key: PublicKey }> {
      const { invitationLink, makeInvitationKey } = await import('../keys/invitation');
      const key = makeInvitationKey();
      const expires_at = toInstant(clock.now() + days * dayMs - 60_000);
      const command = {
        kind: 'create_invitation',
        invitation_key: key.hex,
        expires_at,
        uses_max: uses,
      } as const;
      return { ...(await sender.send(command)), link: invitationLink(origin(), key), key: key.hex };
    },
    revokeInvitation(key: PublicKey): Promise<Sent> {
      return sender.send({ kind: 'revoke_invitation', invitation_key: key });
    },
    async rename(name: string): Promise<Sent> {
      const sent = await sender.send({ kind: 'rename_member', name }, name);
      if (sent.state !== 'refused') await people.setName(name);
      return sent;
    },
    /**
     * Hands back the places that lie ahead (nobody else knows them all), wipes the sealed copy and
     * leaves. What was done stays done.
     */
    async leaveCommune(): Promise<Sent> {
      const now = clock.now();
      for (const { task, place } of mine.places.get()) {
        if (place.status === 'taken' && task.status === 'open' && !isOver(task, now))
          await sender.send({ kind: 'hand_back', task: task.id }, task.title);
      }
      const copied = copy.on.get();
      await copy.setOn(false);
      const sent = await sender.send({ kind: 'leave_commune' });
      if (sent.state === 'refused' && copied) await copy.setOn(true);
      return sent;
    },
  };
}
