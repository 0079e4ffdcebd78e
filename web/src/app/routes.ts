// Every screen has one stable address. A route names the feature that draws it; features load when
// they are first visited, so that opening the app costs only what Today needs.
import type { Component } from 'svelte';

export type Tab = 'today' | 'board' | 'commune' | 'decide' | 'me';
export type Params = Record<string, string>;
export type Screen = Component<{ params: Params }>;

export interface Route {
  readonly path: string;
  readonly tab?: Tab;
  // `bare` screens stand alone: no tabs, no rail. `open` ones need nobody to be signed in.
  readonly bare?: true;
  readonly open?: true;
  readonly load: () => Promise<{ default: Screen }>;
}

const from = (load: () => Promise<unknown>) => load as Route['load'];

export const routes: readonly Route[] = [
  { path: '/', tab: 'today', load: from(() => import('../features/today/Today.svelte')) },
  {
    path: '/welcome',
    bare: true,
    open: true,
    load: from(() => import('../features/welcome/Welcome.svelte')),
  },
  {
    path: '/welcome/who',
    bare: true,
    open: true,
    load: from(() => import('../features/welcome/PickPerson.svelte')),
  },
  {
    path: '/welcome/return',
    bare: true,
    open: true,
    load: from(() => import('../features/welcome/Return.svelte')),
  },
  {
    path: '/join',
    bare: true,
    open: true,
    load: from(() => import('../features/welcome/Join.svelte')),
  },
  { path: '/board', tab: 'board', load: from(() => import('../features/board/Board.svelte')) },
  { path: '/task/:id', tab: 'board', load: from(() => import('../features/task/Task.svelte')) },
  {
    path: '/task/:id/change',
    tab: 'board',
    load: from(() => import('../features/compose/ChangeTask.svelte')),
  },
  { path: '/guilds', tab: 'commune', load: from(() => import('../features/guild/Guilds.svelte')) },
  {
    path: '/guilds/new',
    tab: 'commune',
    load: from(() => import('../features/guild/FoundGuild.svelte')),
  },
  {
    path: '/guild/:id',
    tab: 'commune',
    load: from(() => import('../features/guild/Guild.svelte')),
  },
  {
    path: '/guild/:id/post',
    tab: 'commune',
    load: from(() => import('../features/compose/Compose.svelte')),
  },
  {
    path: '/guild/:id/unasked',
    tab: 'commune',
    load: from(() => import('../features/compose/Unasked.svelte')),
  },
  {
    path: '/guild/:id/series/:series',
    tab: 'commune',
    load: from(() => import('../features/compose/ChangeSeries.svelte')),
  },
  {
    path: '/guild/:id/people',
    tab: 'commune',
    load: from(() => import('../features/guild/People.svelte')),
  },
  {
    path: '/commune',
    tab: 'commune',
    load: from(() => import('../features/commune/Commune.svelte')),
  },
  {
    path: '/commune/plan',
    tab: 'commune',
    load: from(() => import('../features/commune/Plan.svelte')),
  },
  {
    path: '/commune/catalogue',
    tab: 'commune',
    load: from(() => import('../features/commune/Catalogue.svelte')),
  },
  {
    path: '/commune/trust',
    tab: 'commune',
    load: from(() => import('../features/commune/Trust.svelte')),
  },
  {
    path: '/commune/invite',
    tab: 'commune',
    load: from(() => import('../features/commune/Invite.svelte')),
  },
  { path: '/rounds', tab: 'today', load: from(() => import('../features/round/Rounds.svelte')) },
  {
    path: '/rounds/new',
    tab: 'today',
    load: from(() => import('../features/round/OpenRound.svelte')),
  },
  { path: '/round/:id', tab: 'today', load: from(() => import('../features/round/Round.svelte')) },
  { path: '/report', tab: 'today', load: from(() => import('../features/call/Report.svelte')) },
  { path: '/decide', tab: 'decide', load: from(() => import('../features/decide/Decide.svelte')) },
  { path: '/me', tab: 'me', load: from(() => import('../features/me/Me.svelte')) },
  { path: '/me/profile', tab: 'me', load: from(() => import('../features/me/Profile.svelte')) },
  { path: '/me/keys', tab: 'me', load: from(() => import('../features/me/Keys.svelte')) },
  { path: '/me/visible', tab: 'me', load: from(() => import('../features/me/Visible.svelte')) },
  { path: '/me/settings', tab: 'me', load: from(() => import('../features/me/Settings.svelte')) },
  {
    path: '/wall',
    bare: true,
    open: true,
    load: from(() => import('../features/wall/Wall.svelte')),
  },
  {
    path: '/week',
    bare: true,
    open: true,
    load: from(() => import('../features/week/Week.svelte')),
  },
  {
    path: '/shared',
    bare: true,
    open: true,
    load: from(() => import('../features/shared/Shared.svelte')),
  },
];

export interface Match {
  readonly route: Route;
  readonly params: Params;
}

export function matchRoute(path: string): Match | undefined {
  const parts = path.replace(/\/+$/, '').split('/');
  for (const route of routes) {
    const pattern = route.path.replace(/\/+$/, '').split('/');
    if (pattern.length !== parts.length) continue;
    const params: Params = {};
    const fits = pattern.every((piece, index) => {
      const part = parts[index] ?? '';
      if (!piece.startsWith(':')) return piece === part;
      params[piece.slice(1)] = decodeURIComponent(part);
      return part !== '';
    });
    if (fits) return { route, params };
  }
  return undefined;
}
