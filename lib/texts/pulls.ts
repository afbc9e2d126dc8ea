// Images on their way to the hosts. A catalogue of its own, because the status bar of every page shows it.
import { catalogue } from './catalogue'

export const pullTexts = catalogue({
  en: {
    status: (image: string, percent: number) => `Pull ${image}: ${percent} %`,
    ended: (image: string, done: number, all: number) => `${image}: pulled on ${done} of ${all} hosts`,
    broken: (image: string) => `${image}: how the pull goes on is in Activity, the connection to it broke`,
    show: 'Show',
    goesOn: 'You may close this and leave the page; the pull goes on.',
  },
  de: {
    status: (image, percent) => `${image} wird geladen: ${percent} %`,
    ended: (image, done, all) => `${image}: auf ${done} von ${all} Hosts geladen`,
    broken: (image) => `${image}: wie es weitergeht, steht unter Aktivität, die Verbindung dazu brach ab`,
    show: 'Zeigen',
    goesOn: 'Sie können dies schließen und die Seite verlassen; das Laden geht weiter.',
  },
})
