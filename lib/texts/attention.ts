// What needs a human, as sentences. The server says them in English to whoever asks its API, the console in its language.
import { catalogue } from './catalogue'

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

export const attentionTexts = catalogue({
  en: {
    and: 'and',
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
      unread: 'cannot be read',
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
    reschedule: {
      move: (name: string, host: string, _other: string) => `${name} could not be rescheduled from ${host}`,
      many: (n: number, host: string) => `${plural(n, 'container')} could not be rescheduled from ${host}`,
      finish: (name: string, host: string, _other: string) =>
        `${name} was rescheduled to ${host} and does not start there`,
      remove: (name: string, host: string, other: string) =>
        `The old copy of ${name} on ${host} could not be removed, beside the one on ${other}`,
      clear: (name: string, host: string, _other: string) =>
        `A copy of ${name} that was begun on ${host} could not be removed`,
      forget: (name: string, host: string, other: string) =>
        `${name} of ${host} is not rescheduled: nobody can tell whether the one on ${other} is its copy`,
      each: (names: string) => `For each of ${names}:`,
      others: (n: number) => `${n} others`,
      again: 'It is tried again every ten seconds.',
      why: {
        volume: (host: string, volumes: string) =>
          `Its data is in the local volume ${volumes} of ${host}. Bring ${host} back; with the label io.lotse.reschedule.volumes=empty it would begin anew without its data.`,
        network: (host: string, networks: string) =>
          `No other host that answers has its network ${networks}. Bring ${host} back, or make a network of that name elsewhere.`,
        unread: (host: string) =>
          `How it was made had not been read before ${host} was lost. Bring ${host} back, or create it anew.`,
        name: (place: string) => `Its name is taken: ${place} has it. Rename or remove that one.`,
        image: (image: string, host: string, message: string) =>
          `${image} is on no other host, and ${host} cannot pull it: ${message} Load it onto a host, or make its registry answer.`,
        place: 'No other host takes it.',
        more: (n: number) => `${n} more hosts`,
        placeFix: (host: string, fix: string | null) =>
          fix === null ? `Bring ${host} back, or add a host that takes it.` : `${fix}, or bring ${host} back.`,
      },
    },
    copies: {
      title: (name: string, n: number) => `${name} is there ${n === 2 ? 'twice' : `${n} times`}`,
      place: (place: string, isUp: boolean) => `${place} (${isUp ? 'running' : 'stopped'})`,
      text: (places: string) =>
        `${places} are copies of one container: a host that was lost came back with one, and nothing says which is to stay. Remove the other; its volumes stay.`,
      lead: (stays: string) =>
        `It is stopped and gone with everything written inside it; its volumes stay. ${stays} stays as it is, and nothing is removed if that one is not there any more.`,
    },
    stack: {
      failed: (name: string) => `${name} could not be deployed`,
      down: (name: string) => `${name} is down`,
      degraded: (name: string) => `${name} is degraded`,
    },
  },
  de: {
    and: 'und',
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
      unread: 'nicht lesbar',
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
    reschedule: {
      move: (name, host) => `${name} von ${host} ließ sich nicht neu platzieren`,
      many: (n, host) => `${n} Container von ${host} ließen sich nicht neu platzieren`,
      finish: (name, host) => `${name} wurde auf ${host} neu platziert und startet dort nicht`,
      remove: (name, host, other) =>
        `Die alte Kopie von ${name} auf ${host} ließ sich nicht entfernen, neben der auf ${other}`,
      clear: (name, host) => `Eine auf ${host} begonnene Kopie von ${name} ließ sich nicht entfernen`,
      forget: (name, host, other) =>
        `${name} von ${host} wird nicht neu platziert: Ob der auf ${other} seine Kopie ist, lässt sich nicht feststellen`,
      each: (names) => `Für jeden von ${names}:`,
      others: (n) => `${n} weiteren`,
      again: 'Alle zehn Sekunden wird es wieder versucht.',
      why: {
        volume: (host, volumes) =>
          `Seine Daten liegen im lokalen Volume ${volumes} von ${host}. Bringen Sie ${host} zurück; mit dem Label io.lotse.reschedule.volumes=empty begänne er neu, ohne seine Daten.`,
        network: (host, networks) =>
          `Kein anderer Host, der antwortet, hat sein Netz ${networks}. Bringen Sie ${host} zurück, oder legen Sie woanders ein Netz dieses Namens an.`,
        unread: (host) =>
          `Wie er erstellt wurde, war noch nicht gelesen, als ${host} verloren ging. Bringen Sie ${host} zurück, oder erstellen Sie ihn neu.`,
        name: (place) => `Sein Name ist vergeben: ${place} hat ihn. Benennen Sie diesen um, oder entfernen Sie ihn.`,
        image: (image, host, message) =>
          `${image} ist auf keinem anderen Host, und ${host} kann es nicht laden: ${message} Laden Sie es auf einen Host, oder bringen Sie seine Registry zum Antworten.`,
        place: 'Kein anderer Host nimmt ihn.',
        more: (n) => `${n} weitere Hosts`,
        placeFix: (host, fix) =>
          fix === null
            ? `Bringen Sie ${host} zurück, oder nehmen Sie einen Host auf, der ihn nimmt.`
            : `${fix}, oder ${host} zurückbringen.`,
      },
    },
    copies: {
      title: (name, n) => `${name} gibt es ${n === 2 ? 'zweimal' : `${n}-mal`}`,
      place: (place, isUp) => `${place} (${isUp ? 'läuft' : 'gestoppt'})`,
      text: (places) =>
        `${places} sind Kopien eines Containers: ein verlorener Host kam mit einer zurück, und nichts sagt, welche bleiben soll. Entfernen Sie die andere; ihre Volumes bleiben.`,
      lead: (stays) =>
        `Er wird gestoppt und ist weg mit allem, was in ihm geschrieben wurde; seine Volumes bleiben. ${stays} bleibt, wie er ist, und entfernt wird nichts, falls es diesen nicht mehr gibt.`,
    },
    stack: {
      failed: (name) => `${name} ließ sich nicht bereitstellen`,
      down: (name) => `${name} ist ausgefallen`,
      degraded: (name) => `${name} ist beeinträchtigt`,
    },
  },
})
