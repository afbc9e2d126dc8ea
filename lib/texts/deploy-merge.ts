// Two people change one stack: the second is told, and both changes are put together.
import { catalogue, counted } from './catalogue'

export const deployMergeTexts = catalogue({
  en: {
    others: (who: string, number: number) => `${who} deployed revision ${number} since you began.`,
    merge: 'Put both together…',
    title: (number: number) => `Your changes and revision ${number}`,
    clean: 'Both changes go together, none touches the other.',
    conflicts: (n: number) => `${counted('en', n, 'place was', 'places were')} changed by both. Choose for each.`,
    changed: {
      mine: 'changed by you',
      theirs: (who: string) => `changed by ${who}`,
      both: 'changed by both',
      same: 'the same',
    },
    whatTheyDid: (who: string) => `What ${who} changed`,
    mine: 'Yours',
    theirs: (who: string) => `As ${who} has it`,
    nothing: 'removed',
    at: (path: string, line: number) => `${path}, line ${line}`,
    cancel: 'Not now',
    take: 'Take it into the draft',
    chooseAll: 'choose for each place first',
    blocked: 'Look at what changed first; nothing was deployed.',
  },
  de: {
    others: (who, number) => `${who} hat Revision ${number} bereitgestellt, seit Sie begannen.`,
    merge: 'Beides zusammenführen…',
    title: (number) => `Ihre Änderungen und Revision ${number}`,
    clean: 'Beide Änderungen passen zusammen, keine berührt die andere.',
    conflicts: (n) => `${counted('de', n, 'Stelle wurde', 'Stellen wurden')} von beiden geändert. Wählen Sie für jede.`,
    changed: {
      mine: 'von Ihnen geändert',
      theirs: (who) => `von ${who} geändert`,
      both: 'von beiden geändert',
      same: 'gleich',
    },
    whatTheyDid: (who) => `Was ${who} geändert hat`,
    mine: 'Ihres',
    theirs: (who) => `Wie es ${who} hat`,
    nothing: 'entfernt',
    at: (path, line) => `${path}, Zeile ${line}`,
    cancel: 'Jetzt nicht',
    take: 'In den Entwurf übernehmen',
    chooseAll: 'wählen Sie zuerst für jede Stelle',
    blocked: 'Sehen Sie zuerst, was sich änderte; es wurde nichts bereitgestellt.',
  },
})
