// Cleaning up images and volumes: what would go, what that frees, what keeps the rest, and what became of each.
import { catalogue, counted } from './catalogue'

export const pruneTexts = catalogue({
  en: {
    ask: 'Clean up…',
    images: {
      title: 'Clean up images',
      lead: 'No container uses these on the hosts named. A later deploy pulls them again from their registry, where they have one.',
      nothing: 'Every image is used by a container.',
      go: (n: number) => `Remove ${counted('en', n, 'image', 'images')}`,
      list: 'Images that nothing uses',
      kept: (n: number) =>
        `${counted('en', n, 'image stays', 'images stay')}, containers use ${n === 1 ? 'it' : 'them'}`,
    },
    volumes: {
      title: 'Clean up volumes',
      lead: 'No container mounts these. Their data cannot be brought back.',
      nothing: 'Every volume is mounted by a container.',
      go: (n: number) => `Remove ${counted('en', n, 'volume', 'volumes')}`,
      list: 'Volumes that nothing mounts',
      kept: (n: number) =>
        `${counted('en', n, 'volume stays', 'volumes stay')}, containers mount ${n === 1 ? 'it' : 'them'}`,
    },
    failed: 'It is not known what could go',
    reading: 'The engines are counting…',
    reasons: { untagged: 'has no name any more', unused: 'unused', anonymous: 'without a name', named: 'unused' },
    wanted: {
      images: (names: string) => `${names} can go back to it`,
      volumes: (names: string) => `belongs to the stack ${names}`,
    },
    usedBy: (name: string, users: string, hosts: string) => `${name}: ${users} on ${hosts}`,
    silent: (hosts: string) => `${hosts} not answering: left out.`,
    all: 'All',
    none: 'nothing is ticked',
    on: (hosts: string) => `on ${hosts}`,
    frees: {
      exact: (bytes: string) => `frees ${bytes}`,
      between: (least: string, most: string) => `frees ${least} to ${most}; layers that others share stay`,
      most: (most: string) => `frees at most ${most}`,
      unknown: 'how much it frees is not known',
    },
    sizeUnknown: 'size unknown',
    more: (n: number) => `and ${n} more, ticked as the others`,
    results: {
      summary: (done: number, all: number) => `${done} of ${all} removed`,
      removed: 'removed',
      failed: 'failed',
      again: (n: number) => `Try ${n} again`,
      close: 'Close',
    },
  },
  de: {
    ask: 'Aufräumen…',
    images: {
      title: 'Images aufräumen',
      lead: 'Kein Container benutzt diese auf den genannten Hosts. Eine spätere Bereitstellung lädt sie wieder aus ihrer Registry, sofern sie eine haben.',
      nothing: 'Jedes Image wird von einem Container benutzt.',
      go: (n) => `${counted('de', n, 'Image', 'Images')} entfernen`,
      list: 'Images, die nichts benutzt',
      kept: (n) =>
        `${counted('de', n, 'Image bleibt', 'Images bleiben')}, Container benutzen ${n === 1 ? 'es' : 'sie'}`,
    },
    volumes: {
      title: 'Volumes aufräumen',
      lead: 'Kein Container bindet diese ein. Ihre Daten lassen sich nicht zurückholen.',
      nothing: 'Jedes Volume ist in einem Container eingebunden.',
      go: (n) => `${counted('de', n, 'Volume', 'Volumes')} entfernen`,
      list: 'Volumes, die nichts einbindet',
      kept: (n) =>
        `${counted('de', n, 'Volume bleibt', 'Volumes bleiben')}, Container binden ${n === 1 ? 'es' : 'sie'} ein`,
    },
    failed: 'Was gehen könnte, ist nicht bekannt',
    reading: 'Die Engines zählen…',
    reasons: { untagged: 'hat keinen Namen mehr', unused: 'unbenutzt', anonymous: 'ohne Namen', named: 'unbenutzt' },
    wanted: {
      images: (names) => `${names} kann darauf zurückgehen`,
      volumes: (names) => `gehört zum Stack ${names}`,
    },
    usedBy: (name, users, hosts) => `${name}: ${users} auf ${hosts}`,
    silent: (hosts) => `${hosts}: keine Antwort, ausgelassen.`,
    all: 'Alle',
    none: 'nichts ist angekreuzt',
    on: (hosts) => `auf ${hosts}`,
    frees: {
      exact: (bytes) => `gibt ${bytes} frei`,
      between: (least, most) => `gibt ${least} bis ${most} frei; Schichten, die andere mitbenutzen, bleiben`,
      most: (most) => `gibt höchstens ${most} frei`,
      unknown: 'wie viel das freigibt, ist nicht bekannt',
    },
    sizeUnknown: 'Größe unbekannt',
    more: (n) => `und ${n} weitere, angekreuzt wie die anderen`,
    results: {
      summary: (done, all) => `${done} von ${all} entfernt`,
      removed: 'entfernt',
      failed: 'fehlgeschlagen',
      again: (n) => `${n} noch einmal versuchen`,
      close: 'Schließen',
    },
  },
})
