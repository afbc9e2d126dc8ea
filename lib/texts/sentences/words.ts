// Single words inside the server's sentences that are words of a language and not names: states and rules.
export const wordsInGerman: { readonly [english: string]: string } = {
  pending: 'wird noch verbunden',
  healthy: 'ist gesund',
  suspect: 'antwortet zögernd',
  unreachable: 'ist nicht erreichbar',
  running: 'läuft',
  exited: 'ist beendet',
  created: 'ist erstellt, nicht gestartet',
  paused: 'ist angehalten',
  restarting: 'startet neu',
  removing: 'wird entfernt',
  dead: 'ist tot',

  affinity: 'Affinität',
  availability: 'Verfügbarkeit',
  constraint: 'Bedingung',
  containerslots: 'Containerplätze',
  cpu: 'CPU',
  dependency: 'Abhängigkeit',
  health: 'Gesundheit',
  host: 'Host',
  maxreplicas: 'Replikate je Host',
  memory: 'RAM',
  placement: 'Platzierung',
  platform: 'Plattform',
  port: 'Port',
  volume: 'Volume',
  whitelist: 'zugelassene Hosts',
}

/** What a host has or is, as a whole text: in a cell of a table or beside a step. */
export const aloneInGerman: { readonly [english: string]: string } = {
  active: 'aktiv',
  answers: 'antwortet',
  draining: 'wird geleert',
  free: 'frei',
  healthy: 'gesund',
  here: 'hier',
  listed: 'aufgeführt',
  paused: 'angehalten',
  running: 'läuft',
}
