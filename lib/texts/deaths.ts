// How containers ended and what they said last, as it is kept when they are gone.
import { catalogue, counted } from './catalogue'

export const deathTexts = catalogue({
  en: {
    title: 'Last words',
    kept: 'kept when it ended',
    ended: 'It ended',
    endedWith: (code: number, meaning: string) => `exit ${code}: ${meaning}`,
    limit: (limit: string) => `memory limit ${limit}`,
    noLimit: 'no memory limit',
    keptHere: 'kept by Lotse',
    show: (n: number) => `Its last ${counted('en', n, 'line', 'lines')}`,
    silent:
      'It said nothing, or its engine could not be asked any more: one that is removed by force on its host takes its log along at once.',
    at: 'ended',
  },
  de: {
    title: 'Letzte Worte',
    kept: 'beim Ende aufgehoben',
    ended: 'Er endete',
    endedWith: (code, meaning) => `Exit ${code}: ${meaning}`,
    limit: (limit) => `Speichergrenze ${limit}`,
    noLimit: 'keine Speichergrenze',
    keptHere: 'von Lotse aufgehoben',
    show: (n) => `Die letzten ${counted('de', n, 'Zeile', 'Zeilen')}`,
    silent:
      'Er sagte nichts, oder seine Engine war nicht mehr zu fragen: Wer auf seinem Host mit Zwang entfernt wird, nimmt sein Log sofort mit.',
    at: 'endete',
  },
})
