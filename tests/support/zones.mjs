// Zones by the hour that it is there now, so that no test depends on when it is run.

/** Where the phones of this test are. */
export const home = { zone: 'Europe/Berlin' };

/** From -11 to 12 hours ahead of UTC. */
export function zoneWhereItIs(hour) {
  const ahead = ((hour - new Date().getUTCHours() + 35) % 24) - 11;
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`; // the names count the other way round
}
