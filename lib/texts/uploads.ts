// Files on their way into a container. A catalogue of its own, because the status bar of every page shows it.
import { catalogue, counted } from './catalogue'

export const uploadTexts = catalogue({
  en: {
    title: (n: number, folder: string) => `Upload ${counted('en', n, 'file', 'files')} to ${folder}`,
    lead: (container: string) =>
      `They are written into ${container}, with the owner of the folder, and go on whatever page is open, as long as this tab is.`,
    there: 'is there already',
    replace: 'Replace those that are there',
    go: 'Upload',
    goReplace: 'Upload and replace',
    sent: (sent: string, all: string) => `${sent} of ${all} sent`,
    percent: (n: number) => `${n} %`,
    status: (container: string, n: number) => `Upload to ${container}: ${n} %`,
    ended: (container: string, summary: string) => `Upload to ${container}: ${summary}`,
    cancel: 'Cancel the rest',
    cancelled: 'called off; the file may be incomplete',
    goOn: 'Go on in the background',
    show: 'Show',
    done: 'uploaded',
    left: 'is there already, left as it was',
    failed: 'failed; the file may be incomplete',
    many: (n: number) => `Only the first ${n} files are taken at once.`,
    summary: (done: number, left: number, failed: number) =>
      [`${done} uploaded`, ...(left > 0 ? [`${left} left`] : []), ...(failed > 0 ? [`${failed} failed`] : [])].join(
        ', ',
      ),
  },
  de: {
    title: (n, folder) => `${counted('de', n, 'Datei', 'Dateien')} nach ${folder} hochladen`,
    lead: (container) =>
      `Sie kommen in ${container}, mit dem Eigentümer des Ordners, und laufen auf jeder Seite weiter, solange dieser Tab offen ist.`,
    there: 'gibt es schon',
    replace: 'Vorhandene ersetzen',
    go: 'Hochladen',
    goReplace: 'Hochladen und ersetzen',
    sent: (sent, all) => `${sent} von ${all} gesendet`,
    percent: (n) => `${n} %`,
    status: (container, n) => `Hochladen nach ${container}: ${n} %`,
    ended: (container, summary) => `Hochladen nach ${container}: ${summary}`,
    cancel: 'Rest abbrechen',
    cancelled: 'abgebrochen; die Datei ist vielleicht unvollständig',
    goOn: 'Im Hintergrund weiter',
    show: 'Zeigen',
    done: 'hochgeladen',
    left: 'gibt es schon, blieb wie es war',
    failed: 'fehlgeschlagen; die Datei ist vielleicht unvollständig',
    many: (n) => `Auf einmal werden nur die ersten ${n} Dateien genommen.`,
    summary: (done, left, failed) =>
      [
        `${done} hochgeladen`,
        ...(left > 0 ? [`${left} gelassen`] : []),
        ...(failed > 0 ? [`${failed} fehlgeschlagen`] : []),
      ].join(', '),
  },
})
