// What needs a human, as sentences. The server says them in English to whoever asks its API, the console in its language.
import { catalogue } from './catalogue'

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

export const attentionTexts = catalogue({
  en: {
    host: {
      unreachable: (name: string) => `${name} does not answer`,
      suspect: (name: string) => `${name} answers badly`,
      pending: (name: string) => `${name} has never answered`,
    },
    noReason: 'No reason is known',
    wereThere: (n: number) => `${plural(n, 'container')} ${n === 1 ? 'was' : 'were'} there when it last answered.`,
    problem: (host: string, problem: string) => `${host}: ${problem}`,
    problems: {
      connection: 'connection',
      tls: 'TLS',
      'api-version': 'API version',
      'duplicate-engine': 'duplicate engine',
      'engine-changed': 'engine changed',
      'engine-restarted': 'engine restarted',
      'clock-skew': 'clock skew',
      'name-taken': 'name taken',
      other: 'problem',
    },
    one: (name: string, says: string) => `${name} ${says}`,
    many: (n: number, service: string, says: string) => `${plural(n, 'container')} of ${service}: each ${says}`,
    says: {
      oom: 'was killed for want of memory',
      dead: 'is dead: its engine cannot remove it',
      restarting: (code: number | null) => `keeps ending with exit code ${code ?? '?'}`,
      restarts: (n: number) => `, ${plural(n, 'restart')} so far`,
      unhealthy: 'fails its health check',
      exited: (code: number | null) => `ended with exit code ${code ?? '?'}`,
    },
    where: (image: string, hosts: string) => `${image} on ${hosts}`,
    stack: {
      failed: (name: string) => `${name} could not be deployed`,
      down: (name: string) => `${name} is down`,
      degraded: (name: string) => `${name} is degraded`,
    },
  },
  de: {
    host: {
      unreachable: (name) => `${name} antwortet nicht`,
      suspect: (name) => `${name} antwortet schlecht`,
      pending: (name) => `${name} hat noch nie geantwortet`,
    },
    noReason: 'Ein Grund ist nicht bekannt',
    wereThere: (n) => `Als er zuletzt antwortete, ${n === 1 ? 'war 1 Container' : `waren ${n} Container`} darauf.`,
    problem: (host, problem) => `${host}: ${problem}`,
    problems: {
      connection: 'Verbindung',
      tls: 'TLS',
      'api-version': 'API-Version',
      'duplicate-engine': 'Engine doppelt',
      'engine-changed': 'andere Engine',
      'engine-restarted': 'Engine neu gestartet',
      'clock-skew': 'Uhr geht falsch',
      'name-taken': 'Name vergeben',
      other: 'Problem',
    },
    one: (name, says) => `${name} ${says}`,
    many: (n, service, says) => `${n} Container von ${service}: jeder ${says}`,
    says: {
      oom: 'wurde wegen Speichermangels beendet',
      dead: 'ist tot: seine Engine kann ihn nicht entfernen',
      restarting: (code) => `endet immer wieder mit Code ${code ?? '?'}`,
      restarts: (n) => `, bisher ${n} ${n === 1 ? 'Neustart' : 'Neustarts'}`,
      unhealthy: 'besteht seine Gesundheitsprüfung nicht',
      exited: (code) => `endete mit Code ${code ?? '?'}`,
    },
    where: (image, hosts) => `${image} auf ${hosts}`,
    stack: {
      failed: (name) => `${name} ließ sich nicht bereitstellen`,
      down: (name) => `${name} ist ausgefallen`,
      degraded: (name) => `${name} ist beeinträchtigt`,
    },
  },
})
