// What the server says, the console says in German: no sentence in its code lacks one. Who adds a sentence adds its German to
// lib/texts/sentences.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { containerState } from '@/lib/contract/containers'
import { hostState } from '@/lib/contract/hosts'
import { readInGerman } from '@/lib/texts/sentences/german'
import type { Sentences } from '@/lib/texts/sentences/sentences'
import { wordsInGerman } from '@/lib/texts/sentences/words'
import { type Piece, serverSentences } from './server-sentences'

/** Pieces that are never said alone, or with words of a list: below, what they are part of is read whole. */
const pieces = new Set([
  '(and x1 more)',
  'x1 of x2 removedx3',
  'This is no terminal:',
  ', exit x1',
  ': runs, but its overlay networks need etcd or Consul',
  'The TLS handshake with',
  'SSH to',
  'TCP connect to',
  'x1 x2 times out after x3 s',
  'cannot be pulled',
  'cannot be pushed',
  'cannot be looked up',
  ', x1 of x2 MiB',
  'x1 of x2 layersx3',
  'x1 x2 on x3 now.',
  'x1 x2 on x3 as before.',
  'x1 as a x2',
  'Join x1 as a x2',
  'x1 joined as a x2',
  'Make x1 a x2',
  'x1 is a x2',
  '; it was a x1 when last seen',
  'x1 does not answerx2.',
  'any one',
  'x1 is x2: a shell needs a running container.',
  'x1 (x2) excludes x3',
  'x1 does not answer; last seen x2 there',
  'any x1',
  'quorum holds with x1 more lost',
  'x1, x2 x3 not answer; x4',
  'x1; quorum holds with x2 lost',
  'and x1 more',
  'x1 is in use by x2: x3x4.',
  'Its last words: x1',
  'The image could not be pulled:',
  'The original could not be set aside:',
  'The new container could not be created:',
  'The original could not be stopped:',
  'The new container could not be started:',
  'The new container did not come up:',
  'The original could not be removed:',
  'The original could not be put back:',
  '(after: x1)',
  ': it was out of memory',
  'is x1',
  'No one host takes all that go together.x1',
  'x1: the x2 x3 is external, and engines without Swarm services hold none.',
  'x1: the x2 x3 has no content: x4 was not given.',
  'x1: the x2 x3 has no content: nothing was not given.',
])

/** Keys of maps, names of fields, units: the same for everybody. */
const sameForAll = new Set([
  'x1 GiB',
  'x1 MiB',
  'x1 KiB',
  'Engine x1, API x2, x3x4',
  'x1 in x2',
  'network_mode: service',
  'Env x1',
  'Labels x1',
  'registry x1 x2',
  'affinity x1 x2',
  'constraint x1 x2',
  'dependency x1',
  'placement x1',
  'exposed x1',
  'port x1',
  'whitelist x1',
  'swarm x1',
  'kv x1',
  'x1 if it can',
  'planned x1',
  'push x1',
  'Basic x1',
  'Bearer x1',
])

const example = (parts: Piece[]): string => {
  let holes = 0
  return parts
    .map((part) => (typeof part === 'string' ? part : `x${++holes}`))
    .join('')
    .trim()
}

const inGerman = (text: string) =>
  readInGerman(text)
    .map(({ words, isForeign }) => (isForeign ? `‹${words}›` : words))
    .join('')

const spoken = serverSentences().map(({ place, pieces: parts }) => ({ place, text: example(parts) }))

describe('sentences of the server', () => {
  it('all have their German', () => {
    const unsaid = spoken.filter(({ text }) => {
      const german = inGerman(text)
      return !pieces.has(text) && !sameForAll.has(text) && (german === text || german.includes('‹'))
    })
    expect(spoken.length).toBeGreaterThan(1_000)
    expect(unsaid).toEqual([])
  })

  it('that are exempt are still there', () => {
    const texts = new Set(spoken.map(({ text }) => text))
    expect([...pieces, ...sameForAll].filter((text) => !texts.has(text))).toEqual([])
  })

  it.each([
    [
      'body.name: Too short: at least 3 characters (and 2 more)',
      'body.name: Zu kurz: mindestens 3 Zeichen (und 2 weitere)',
    ],
    ['2 of 3 removed; web uses it now', '2 von 3 entfernt; web benutzt es jetzt'],
    ['the shell ended, exit 130', 'die Shell endete, Exit 130'],
    [
      'Engine 1.13, API 1.25, amd64: runs, but its overlay networks need etcd or Consul',
      'Engine 1.13, API 1.25, amd64: läuft, ihre Overlay-Netze brauchen aber etcd oder Consul',
    ],
    [
      'TCP connect to tcp://10.0.0.3:2375 times out after 5 s',
      'TCP-Verbindung zu tcp://10.0.0.3:2375: keine Antwort nach 5 s',
    ],
    [
      'n3 is unreachable: tcp://10.0.0.3:2375 gives no answer to GET /_ping within 5 s',
      'n3 ist nicht erreichbar: tcp://10.0.0.3:2375 antwortet nicht innerhalb von 5 s auf GET /_ping',
    ],
    [
      'shop:1 cannot be pulled: docker.io wants a login (pull access denied for shop)',
      'shop:1 lässt sich nicht laden: docker.io verlangt eine Anmeldung (‹pull access denied for shop›)',
    ],
    ['2 of 5 layers, 1.5 of 20 MiB', '2 von 5 Schichten, 1,5 von 20 MiB'],
    ['web runs on n2 now. db is on n1 as before.', 'web läuft jetzt auf n2. db ist auf n1 wie zuvor.'],
    [
      'Stopping web on n1 failed: it hangs. web runs on n1 as before.',
      'web auf n1 ließ sich nicht stoppen: ‹it hangs.› web läuft auf n1 wie zuvor.',
    ],
    ['n1 as a manager, n2 as a worker', 'n1 als Manager, n2 als Worker'],
    ['Join n2 as a worker', 'n2 als Worker aufnehmen'],
    ['n2 joined as a worker', 'n2 ist als Worker beigetreten'],
    ['Make n2 a manager', 'n2 zum Manager machen'],
    ['n3 does not answer; it was a worker when last seen.', 'n3 antwortet nicht; zuletzt war er Worker.'],
    [
      '3 managers, 1 does not answer; quorum is lost with the next one',
      '3 Manager, 1 antwortet nicht; mit dem nächsten ist das Quorum verloren',
    ],
    ['5 managers; quorum holds with any 2 lost', '5 Manager; das Quorum hält den Verlust von 2 aus'],
    [
      'shop is in use by 14 containers: n1/a, n2/b and 12 more.',
      'shop wird von 14 Containern benutzt: n1/a, n2/b und 12 weitere.',
    ],
    [
      'The new container did not come up: it ended with 1. Its last words: no such file The original web is back: same name, same networks, running again.',
      'Der neue Container kam nicht hoch: er endete mit 1. Seine letzten Worte: ‹no such file› Das Original web ist zurück: gleicher Name, gleiche Netze, es läuft wieder.',
    ],
    [
      'shop_web:1 cannot be built: exit code 1 (after: step 3 of 4: RUN make)',
      'shop_web:1 lässt sich nicht bauen: ‹exit code 1› (nach: Schritt 3 von 4: ‹RUN make›)',
    ],
    ['exited with code 137: it was out of memory', 'endete mit Code 137: der Speicher reichte nicht'],
    [
      'web fits on no host. None of 3 hosts satisfies every rule: memory (2 GiB) excludes 2, constraint (region == eu) excludes 1. It has to be on one host with others: web uses the volumes of db.',
      'web passt auf keinen Host. Keiner von 3 Hosts erfüllt jede Regel: RAM (2 GiB) schließt 2 aus, Bedingung (region == eu) schließt 1 aus. Er muss mit anderen auf einem Host sein: web benutzt die Volumes von db.',
    ],
    ['web: the secret key has no content: nothing was not given.', 'web: das Secret key hat keinen Inhalt.'],
    [
      'services.web.ports.0: "80 80" is not a port between 0 and 65535',
      'services.web.ports.0: „80 80“ ist kein Port zwischen 0 und 65535',
    ],
    [
      'web: environment.FOO added; db: image 15 → 16; and 2 more.',
      'web: environment.FOO hinzugefügt; db: Image 15 → 16; und 2 weitere.',
    ],
    [
      'web is paused: a shell needs a running container.',
      'web ist angehalten: eine Shell braucht einen laufenden Container.',
    ],
    ['n3 does not answer; last seen running there', 'n3 antwortet nicht; dort zuletzt: läuft'],
    [
      'services.web.ports must be a list or a mapping, but is a text ("80")',
      'services.web.ports muss eine Liste oder eine Zuordnung sein, ist aber ein Text ("80")',
    ],
    [
      'kiel does not take web: port 8080/tcp: held by a, b; maxreplicas at most 1 per host: a here.',
      'kiel nimmt web nicht: Port 8080/tcp: belegt von a, b; Replikate je Host höchstens 1 je Host: a hier.',
    ],
    [
      'admin, registry.example.com:5000, accepted on 2 of 3 hosts',
      'admin, registry.example.com:5000, angenommen von 2 der 3 Hosts',
    ],
    [
      '2377/tcp and 7946/tcp of husum cannot be reached from the Lotse server.',
      'Vom Lotse-Server aus nicht erreichbar: 2377/tcp und 7946/tcp von husum.',
    ],
    [
      'waiting for one-app-1 on kiel failed: one-app-1 exited with code 7. Its last words: bad config What was not reached runs as before.',
      'Warten auf one-app-1 auf kiel: one-app-1 endete mit Code 7. Seine letzten Worte: ‹bad config› Was nicht erreicht wurde, läuft wie zuvor.',
    ],
    ['web-1 is unhealthy: curl: connection refused.', 'web-1 ist ungesund: ‹curl: connection refused›.'],
    [
      'web-1 exited with code 1 and is restarted again and again.',
      'web-1 endete mit Code 1 und startet immer wieder neu.',
    ],
    ['1.4 of 2 GiB free', '1,4 von 2 GiB frei'],
  ])('%s', (english, german) => {
    expect(inGerman(english)).toBe(german)
  })

  it.each([
    'driver failed programming external connectivity on endpoint web: Bind for 0.0.0.0:80 failed: port is already allocated',
    'Error response from daemon: conflict: unable to remove repository reference',
    'OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "sh": executable file not found in $PATH: unknown',
    'write /var/lib/containerd/meta.db: no space left on device',
  ])('leaves an engine its words: %s', (english) => {
    expect(inGerman(english)).toBe(`‹${english}›`)
  })
})

const folder = path.resolve(import.meta.dirname, '../lib/texts/sentences')
const rows = (
  await Promise.all(
    readdirSync(folder)
      .filter((name) => !['sentences.ts', 'words.ts', 'german.ts'].includes(name))
      .map(async (name) => Object.values((await import(path.join(folder, name))) as Record<string, Sentences>)),
  )
)
  .flat()
  .flatMap((catalogue) => Object.entries(catalogue))

describe('their catalogue', () => {
  it('has a word for each state', () => {
    const states = [...containerState.options, ...hostState.options]
    expect(states.filter((state) => !Object.hasOwn(wordsInGerman, state))).toEqual([])
  })

  it('has each sentence once', () => {
    const names = rows.map(([english]) => english.replaceAll(/\{([+~*]?)\w+\}/g, '{$1}'))
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('writes German as printed text does', () => {
    const code = /`[^`]*`|\[[^\]]*\]/g
    expect(
      rows.map(([, german]) => german.replace(code, 'x')).filter((text) => /\.\.\.|\w --? \w|"| $|^ /.test(text)),
    ).toEqual([])
  })
})
