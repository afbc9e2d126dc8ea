// What a plan or an act on containers does to others and to data: a small catalogue, because lists show it too.
import { catalogue } from './catalogue'

export const effectTexts = catalogue({
  en: {
    risks: {
      'left-behind': (volume: string, host: string, container: string, to: string) =>
        `${volume} stays on ${host} with its data: ${container} begins on ${to} without it`,
      unused: (volume: string, host: string) => `${volume} on ${host} is no longer used; it stays with its data`,
      anonymous: (path: string, host: string, container: string) =>
        `what ${container} wrote to ${path} stays on ${host} in a volume without a name, and nothing uses it`,
      folder: (path: string, host: string, container: string, to: string) =>
        `${container} gets the folder ${path} of ${to}, not that of ${host}`,
      removed: (volume: string, host: string) => `${volume} on ${host} is removed with its data`,
    },
    acts: {
      title: 'What it does to others',
      ends: (service: string) => `${service}: none runs afterwards`,
      gap: (service: string) => `${service}: none serves until one is up again`,
      fewer: (service: string, serving: number, running: number) => `${service}: ${serving} of ${running} go on`,
      attached: (name: string, host: string, to: string) =>
        `${name} on ${host} lives in the network of ${to} and loses it`,
    },
  },
  de: {
    risks: {
      'left-behind': (volume, host, container, to) =>
        `${volume} bleibt mit seinen Daten auf ${host}: ${container} beginnt auf ${to} ohne sie`,
      unused: (volume, host) => `${volume} auf ${host} wird nicht mehr benutzt; es bleibt mit seinen Daten`,
      anonymous: (path, host, container) =>
        `was ${container} nach ${path} geschrieben hat, bleibt auf ${host} in einem Volume ohne Namen, das nichts mehr benutzt`,
      folder: (path, host, container, to) => `${container} bekommt den Ordner ${path} von ${to}, nicht den von ${host}`,
      removed: (volume, host) => `${volume} auf ${host} wird mit seinen Daten entfernt`,
    },
    acts: {
      title: 'Was es mit anderen macht',
      ends: (service) => `${service}: danach läuft keiner mehr`,
      gap: (service) => `${service}: keiner ist da, bis einer wieder läuft`,
      fewer: (service, serving, running) => `${service}: ${serving} von ${running} laufen weiter`,
      attached: (name, host, to) => `${name} auf ${host} lebt im Netzwerk von ${to} und verliert es`,
    },
  },
})
