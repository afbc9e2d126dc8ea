import { describe, expect, it } from 'vitest'
import type { StackReport } from './contract/stacks'
import { stackSentence } from './stack-sentence'
import { readInGerman } from './texts/sentences/german'

const report = (extra: Partial<StackReport>): StackReport => ({
  desired: 2,
  fulfilled: 2,
  jobsDone: 0,
  faults: [],
  moreFaults: 0,
  deployment: null,
  ...extra,
})
const german = (extra: Partial<StackReport>) => stackSentence(report(extra), 'de')
const english = (extra: Partial<StackReport>) => stackSentence(report(extra), 'en')

describe('the state of a stack as a sentence', () => {
  it('counts what runs and what did its work', () => {
    expect(german({})).toBe('Alle 2 Container laufen.')
    expect(german({ desired: 1, fulfilled: 1 })).toBe('Sein einer Container läuft.')
    expect(german({ jobsDone: 1 })).toBe('Sein einer Container läuft; 1 Job ist erledigt.')
    expect(german({ jobsDone: 2 })).toBe('2 Jobs sind erledigt.')
    expect(german({ desired: 0, fulfilled: 0 })).toBe('Kein Container ist verlangt.')
  })

  it('names what is wrong and where', () => {
    const faults: StackReport['faults'] = [
      { replica: 'web-1', fault: 'exited', hostName: 'kiel', exitCode: 137 },
      { replica: 'web-2', fault: 'unseen', hostName: 'husum', exitCode: null },
    ]
    const broken = { desired: 4, fulfilled: 1, faults, moreFaults: 1 }
    expect(german(broken)).toBe(
      '1 von 4 Containern läuft; web-1 endete auf kiel mit Code 137, web-2 war zuletzt auf husum, der nicht antwortet, dazu 1 weiterer.',
    )
    expect(english(broken)).toBe(
      '1 of 4 containers runs; web-1 exited with code 137 on kiel, web-2 was last seen on husum, which does not answer, and 1 more.',
    )
  })

  it('tells of the deployment first, and of one without a revision too', () => {
    const deployment = { kind: 'deploy', state: 'running', revision: 4, done: 3, total: 12, error: null } as const
    expect(german({ deployment })).toBe('Revision 4 läuft: 3 von 12 Schritten erledigt. Alle 2 Container laufen.')
    expect(german({ deployment: { ...deployment, kind: 'remove', state: 'cancelling' } })).toMatch(
      /^Die Entfernung wird abgebrochen\./,
    )
    expect(english({ deployment: { ...deployment, revision: null, state: 'failed', error: 'No image.' } })).toMatch(
      /^The deployment failed: No image\. All/,
    )
  })

  it('says why a deployment failed in the language of the rest', () => {
    const deployment = { kind: 'deploy', state: 'failed', revision: 3, done: 1, total: 2, error: 'exited with code 1' }
    const read = (text: string) =>
      readInGerman(text)
        .flatMap(({ words }) => words)
        .join('')
    const sentence = stackSentence(report({ deployment } as Partial<StackReport>), 'de', read)
    expect(sentence).toContain('endete mit Code 1')
  })
})
