// Who carries which label, and whom an expression would match.
import { catalogue, counted } from './catalogue'

export const labelTexts = catalogue({
  en: {
    title: 'Labels',
    what: 'the labels',
    failed: 'The labels could not be read',
    who: 'Who carries what',
    labels: (n: number) => counted('en', n, 'label', 'labels'),
    none: 'No labels yet',
    noneLead:
      "Engines bring their own; more are set on each host's page. Labels of hosts that never answered are not known.",
    label: 'Label',
    hosts: 'Hosts',
    origin: 'Origin',
    origins: { console: 'set here', engine: 'from the engine', builtin: 'built in' },
    ask: 'Who would match?',
    match: {
      title: 'Who would match',
      expression: 'Expression',
      lead: 'Placement rules ask for labels by such expressions. Type one, or press a label, to see which hosts it would match now and what speaks against the others.',
      count: (n: number, all: number) => `${n} of ${all} ${all === 1 ? 'host' : 'hosts'} would match.`,
      yes: 'matches',
      no: 'does not match',
    },
  },
  de: {
    title: 'Labels',
    what: 'die Labels',
    failed: 'Die Labels ließen sich nicht lesen',
    who: 'Wer trägt was',
    labels: (n) => counted('de', n, 'Label', 'Labels'),
    none: 'Noch keine Labels',
    noneLead:
      'Engines bringen eigene mit; weitere werden auf der Seite des Hosts gesetzt. Die Labels von Hosts, die nie geantwortet haben, sind nicht bekannt.',
    label: 'Label',
    hosts: 'Hosts',
    origin: 'Herkunft',
    origins: { console: 'hier gesetzt', engine: 'von der Engine', builtin: 'eingebaut' },
    ask: 'Wer würde passen?',
    match: {
      title: 'Wer würde passen',
      expression: 'Ausdruck',
      lead: 'Platzierungsregeln fragen mit solchen Ausdrücken nach Labels. Geben Sie einen ein oder drücken Sie auf ein Label, um zu sehen, welche Hosts jetzt passen und was gegen die anderen spricht.',
      count: (n, all) => `${n} von ${all} ${all === 1 ? 'Host würde' : 'Hosts würden'} passen.`,
      yes: 'passt',
      no: 'passt nicht',
    },
  },
})
