// The first page: what needs a human, what is in motion, how full the hosts are.
import { catalogue } from './catalogue'

export const overviewTexts = catalogue({
  en: {
    title: 'Overview',
    what: 'the overview',
    failed: 'The overview could not be read',
    calm: 'Nothing needs a human.',
    allAnswer: (n: number) => (n === 1 ? 'The host answers.' : `All ${n} hosts answer.`),
    needs: (n: number) => (n === 1 ? '1 thing needs a human' : `${n} things need a human`),
    urgent: 'most urgent first',
    needList: 'What needs a human',
    since: (at: string) => `since ${at}`,
    severities: { fail: 'failed', warn: 'attention' },
    ways: { host: 'Host', logs: 'Logs', container: 'Container', stack: 'Stack' },
    motion: {
      title: 'In motion',
      kinds: { deploy: 'Deploy', rollback: 'Roll back', remove: 'Remove', scale: 'Scale', resume: 'Resume' },
      stopping: 'stopping',
      preparing: 'preparing',
      on: (target: string, host: string) => `${target} on ${host}`,
      count: (done: number, all: number) => `${done} of ${all}`,
      steps: (done: number, all: number) => `${done} of ${all} steps`,
      watch: 'Watch',
    },
    capacity: {
      title: 'Capacity',
      remark: (reserved: string, total: string, hosts: number) =>
        `${reserved} of ${total} reserved on the ${hosts === 1 ? 'host that answers' : `${hosts} hosts that answer`}`,
      label: 'Capacity of hosts',
      fullest: (n: number) => `The ${n} fullest.`,
      all: (n: number) => `All ${n} hosts`,
    },
  },
  de: {
    title: 'Übersicht',
    what: 'die Übersicht',
    failed: 'Die Übersicht ließ sich nicht lesen',
    calm: 'Nichts braucht einen Menschen.',
    allAnswer: (n) => (n === 1 ? 'Der Host antwortet.' : `Alle ${n} Hosts antworten.`),
    needs: (n) => (n === 1 ? '1 Sache braucht einen Menschen' : `${n} Dinge brauchen einen Menschen`),
    urgent: 'das Dringendste zuerst',
    needList: 'Was einen Menschen braucht',
    since: (at) => `seit ${at}`,
    severities: { fail: 'fehlgeschlagen', warn: 'Achtung' },
    ways: { host: 'Host', logs: 'Logs', container: 'Container', stack: 'Stack' },
    motion: {
      title: 'In Arbeit',
      kinds: {
        deploy: 'Bereitstellen',
        rollback: 'Zurückrollen',
        remove: 'Entfernen',
        scale: 'Skalieren',
        resume: 'Wiederaufnehmen',
      },
      stopping: 'wird abgebrochen',
      preparing: 'wird vorbereitet',
      on: (target, host) => `${target} auf ${host}`,
      count: (done, all) => `${done} von ${all}`,
      steps: (done, all) => `${done} von ${all} Schritten`,
      watch: 'Zusehen',
    },
    capacity: {
      title: 'Kapazität',
      remark: (reserved, total, hosts) =>
        `${reserved} von ${total} reserviert auf ${hosts === 1 ? 'dem Host, der antwortet' : `den ${hosts} Hosts, die antworten`}`,
      label: 'Kapazität der Hosts',
      fullest: (n) => `Die ${n} vollsten.`,
      all: (n) => `Alle ${n} Hosts`,
    },
  },
})
