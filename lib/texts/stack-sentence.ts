// The state of a stack as a sentence. The server says it in English to whoever asks its API, the console in its language.
import { catalogue } from './catalogue'

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

export const stackSentenceTexts = catalogue({
  en: {
    nothingWanted: 'No container is wanted',
    jobs: (n: number) => `${plural(n, 'job')} did the work and ended`,
    all: (n: number) => (n === 1 ? 'Its one container runs' : `All ${n} containers run`),
    some: (n: number, all: number) => `${n} of ${plural(all, 'container')} ${n === 1 ? 'runs' : 'run'}`,
    more: (n: number) => `, and ${n} more`,
    faults: {
      missing: (replica: string) => `${replica} is missing`,
      unseen: (replica: string, host: string) => `${replica} was last seen on ${host}, which does not answer`,
      exited: (replica: string, host: string, code: number | string) =>
        `${replica} exited with code ${code} on ${host}`,
      restarting: (replica: string, host: string) => `${replica} restarts again and again on ${host}`,
      unhealthy: (replica: string, host: string) => `${replica} is unhealthy on ${host}`,
      created: (replica: string, host: string) => `${replica} is created on ${host}`,
      removing: (replica: string, host: string) => `${replica} is removing on ${host}`,
    },
    removal: 'The removal',
    scaling: 'The scaling',
    deployment: 'The deployment',
    revision: (n: number) => `Revision ${n}`,
    running: (what: string, done: number, steps: number) =>
      `${what} is under way: ${done} of ${plural(steps, 'step')} done`,
    cancelling: (what: string) => `${what} is being cancelled`,
    cancelled: (what: string) => `${what} was cancelled`,
    failed: (what: string, error: string) => `${what} failed: ${error}`,
  },
  de: {
    nothingWanted: 'Kein Container ist verlangt',
    jobs: (n) => (n === 1 ? '1 Job ist erledigt' : `${n} Jobs sind erledigt`),
    all: (n) => (n === 1 ? 'Sein einer Container läuft' : `Alle ${n} Container laufen`),
    some: (n, all) => `${n} von ${all} ${all === 1 ? 'Container' : 'Containern'} ${n === 1 ? 'läuft' : 'laufen'}`,
    more: (n) => `, dazu ${n} ${n === 1 ? 'weiterer' : 'weitere'}`,
    faults: {
      missing: (replica) => `${replica} fehlt`,
      unseen: (replica, host) => `${replica} war zuletzt auf ${host}, der nicht antwortet`,
      exited: (replica, host, code) => `${replica} endete auf ${host} mit Code ${code}`,
      restarting: (replica, host) => `${replica} startet auf ${host} immer wieder neu`,
      unhealthy: (replica, host) => `${replica} ist auf ${host} ungesund`,
      created: (replica, host) => `${replica} ist auf ${host} noch nicht gestartet`,
      removing: (replica, host) => `${replica} wird auf ${host} entfernt`,
    },
    removal: 'Die Entfernung',
    scaling: 'Die Skalierung',
    deployment: 'Die Bereitstellung',
    revision: (n) => `Revision ${n}`,
    running: (what, done, steps) => `${what} läuft: ${done} von ${steps} Schritten erledigt`,
    cancelling: (what) => `${what} wird abgebrochen`,
    cancelled: (what) => `${what} wurde abgebrochen`,
    failed: (what, error) => `${what} ist fehlgeschlagen: ${error}`,
  },
})
