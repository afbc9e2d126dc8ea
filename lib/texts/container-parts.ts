// What stands in the tabs of one container: its environment, mounts and networks, and why it is where it is.
import { catalogue } from './catalogue'

export const containerPartTexts = catalogue({
  en: {
    notReadable: {
      log: 'Its log cannot be read',
      environment: 'Its environment cannot be read',
      inspect: 'Its inspect answer cannot be read',
      why: (host: string) =>
        `${host} does not answer, and only its engine knows. It appears here as soon as the host is back.`,
      notYet: 'The engine has not answered yet.',
    },
    environment: {
      none: 'No variables are set.',
      name: 'Name',
      value: 'Value',
      note: 'Showing a masked value leaves a line in Activity.',
      show: 'Show',
      recorded: 'leaves a line in Activity',
    },
    inspect: (host: string) => `what ${host} says, secrets masked`,
    mounts: {
      none: 'Nothing is mounted: what it writes is gone with it.',
      inside: 'Inside',
      kind: 'Kind',
      from: 'From',
      access: 'Access',
      memory: 'memory',
      readOnly: 'read only',
      readWrite: 'read and write',
    },
    networks: {
      network: 'Network',
      address: 'Address',
      aliases: 'Also known as',
      ofHost: 'It uses its host’s own network.',
      mode: (mode: string) => `Network mode: ${mode}.`,
      noAddress: 'none',
      noAliases: 'no other names',
      ports: 'Ports',
      notOpen: 'asked for, but not open while it is stopped',
      nonePublished: 'None published.',
    },
    why: {
      title: (name: string, host: string) => `Why ${name} is on ${host}`,
      decided: (clock: string) => `decided ${clock}`,
      asked: 'asked just now',
      strategy: (name: string) => `strategy ${name}`,
      when: 'When',
      asDecided: 'As decided',
      ifNow: 'If decided now',
      failed: 'The question could not be asked',
      scheduler: 'the scheduler',
      notByLotse: 'Lotse did not place this container',
      notByLotseWhy: (host: string) =>
        `It was started on ${host} by somebody else, or before Lotse kept its decisions. The other tab tells where it would go now.`,
      dropped: 'No host met the soft rules, so all of them were dropped.',
      allShown: 'All failing rules of a host are shown, not only the first.',
      wouldBe: (chosen: string, host: string) => `If decided now, ${chosen} would be chosen instead of ${host}.`,
      score: {
        spread:
          'Rank: hosts that answer well come first, then those with the smaller share of CPU and memory reserved once the container is there; equal ones by fewer containers, then by name.',
        binpack:
          'Rank: hosts that answer well come first, then those with the greater share of CPU and memory reserved once the container is there; equal ones by more containers, then by name.',
        random: 'Any host that satisfies every rule is as good as another.',
      },
    },
  },
  de: {
    notReadable: {
      log: 'Sein Log lässt sich nicht lesen',
      environment: 'Seine Umgebung lässt sich nicht lesen',
      inspect: 'Seine Rohdaten lassen sich nicht lesen',
      why: (host) =>
        `${host} antwortet nicht, und nur seine Engine weiß es. Es erscheint hier, sobald der Host zurück ist.`,
      notYet: 'Die Engine hat noch nicht geantwortet.',
    },
    environment: {
      none: 'Keine Variablen sind gesetzt.',
      name: 'Name',
      value: 'Wert',
      note: 'Wer einen verdeckten Wert zeigt, hinterlässt eine Zeile unter Aktivität.',
      show: 'Zeigen',
      recorded: 'hinterlässt eine Zeile unter Aktivität',
    },
    inspect: (host) => `was ${host} sagt, Geheimes verdeckt`,
    mounts: {
      none: 'Nichts ist eingehängt: was er schreibt, verschwindet mit ihm.',
      inside: 'Im Container',
      kind: 'Art',
      from: 'Woher',
      access: 'Zugriff',
      memory: 'Arbeitsspeicher',
      readOnly: 'nur lesen',
      readWrite: 'lesen und schreiben',
    },
    networks: {
      network: 'Netzwerk',
      address: 'Adresse',
      aliases: 'Auch bekannt als',
      ofHost: 'Er benutzt das Netz seines Hosts.',
      mode: (mode) => `Netzwerkmodus: ${mode}.`,
      noAddress: 'keine',
      noAliases: 'keine weiteren Namen',
      ports: 'Ports',
      notOpen: 'verlangt, aber nicht offen, solange er gestoppt ist',
      nonePublished: 'Keine veröffentlicht.',
    },
    why: {
      title: (name, host) => `Warum ${name} auf ${host} ist`,
      decided: (clock) => `entschieden ${clock}`,
      asked: 'eben gefragt',
      strategy: (name) => `Strategie ${name}`,
      when: 'Wann',
      asDecided: 'Wie entschieden',
      ifNow: 'Jetzt entschieden',
      failed: 'Die Frage ließ sich nicht stellen',
      scheduler: 'den Scheduler',
      notByLotse: 'Lotse hat diesen Container nicht platziert',
      notByLotseWhy: (host) =>
        `Er wurde von jemand anderem auf ${host} gestartet, oder bevor Lotse seine Entscheidungen aufhob. Der andere Reiter zeigt, wohin er jetzt käme.`,
      dropped: 'Kein Host erfüllte die weichen Regeln, darum wurden sie alle fallen gelassen.',
      allShown: 'Gezeigt sind alle Regeln, an denen ein Host scheitert, nicht nur die erste.',
      wouldBe: (chosen, host) => `Jetzt entschieden, käme er auf ${chosen} statt auf ${host}.`,
      score: {
        spread:
          'Rang: Hosts, die gut antworten, kommen zuerst, dann die mit dem kleineren Anteil an CPU und RAM, der mit dem Container reserviert ist; bei Gleichstand die mit weniger Containern, dann nach Namen.',
        binpack:
          'Rang: Hosts, die gut antworten, kommen zuerst, dann die mit dem größeren Anteil an CPU und RAM, der mit dem Container reserviert ist; bei Gleichstand die mit mehr Containern, dann nach Namen.',
        random: 'Jeder Host, der alle Regeln erfüllt, ist so gut wie ein anderer.',
      },
    },
  },
})
