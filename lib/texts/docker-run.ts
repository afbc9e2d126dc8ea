// Turning `docker run` commands into services.
import { catalogue, counted } from './catalogue'

export const dockerRunTexts = catalogue({
  en: {
    offer: (n: number) => (n === 1 ? 'This is a docker run command.' : `These are ${n} docker run commands.`),
    convert: (n: number) => (n === 1 ? 'Make it a service' : 'Make them services'),
    asText: 'Paste it as text',
    made: (names: string) => `Made from docker run: ${names}.`,
    dismiss: 'Dismiss',
    failed: (line: number) => `The services could not be written into the text; line ${line} is in the way.`,
    notes: {
      dropped: (text: string) => `${text} is for a terminal and left out`,
      unsupported: (text: string) => `${text} has no word in a compose file`,
      unknown: (text: string) => `${text} is no flag of docker run`,
      unfinished: (text: string) => `“${text}” is not finished`,
      substitution: (text: string) => `${text} needs a shell: put its result there`,
      'publish-all': (text: string) => `${text}: name the ports to publish`,
      'env-file': (text: string) => `add the file ${text}`,
      other: (text: string) => `“${text}” was not converted`,
    },
  },
  de: {
    offer: (n) =>
      n === 1 ? 'Das ist ein docker-run-Befehl.' : `Das sind ${counted('de', n, 'Befehl', 'docker-run-Befehle')}.`,
    convert: (n) => (n === 1 ? 'Einen Dienst daraus machen' : 'Dienste daraus machen'),
    asText: 'Als Text einfügen',
    made: (names) => `Aus docker run entstanden: ${names}.`,
    dismiss: 'Verstanden',
    failed: (line) => `Die Dienste ließen sich nicht in den Text schreiben; Zeile ${line} steht im Weg.`,
    notes: {
      dropped: (text) => `${text} gilt einem Terminal und entfällt`,
      unsupported: (text) => `${text} hat kein Wort in einer Compose-Datei`,
      unknown: (text) => `${text} kennt docker run nicht`,
      unfinished: (text) => `„${text}“ ist nicht fertig`,
      substitution: (text) => `${text} braucht eine Shell: setzen Sie das Ergebnis ein`,
      'publish-all': (text) => `${text}: nennen Sie die Ports, die veröffentlicht werden`,
      'env-file': (text) => `fügen Sie die Datei ${text} hinzu`,
      other: (text) => `„${text}“ wurde nicht umgewandelt`,
    },
  },
})
