import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReader } from './read-sentence'

const read = createReader(
  {
    '{host} does not answer.': '{host} antwortet nicht.',
    '{host} is {~state}: {+why}': '{host} {state}: {why}',
    'the lock is held by {+names}': 'die Sperre hält {names}',
    'asks for {*wants}': 'verlangt {wants}',
    '{+free} free': '{free} frei',
    'cannot open "{*path}"': '„{path}“ lässt sich nicht öffnen',
  },
  { listed: { paused: 'ist angehalten' }, alone: { free: 'frei' }, decimal: ',' },
)
const told = (text: string) =>
  read(text)
    .map(({ words, isForeign }) => (isForeign ? `‹${words}›` : words))
    .join('')

describe('reading a sentence of the server', () => {
  it('keeps the full stop that there is, and adds none', () => {
    expect(told('n1 does not answer.')).toBe('n1 antwortet nicht.')
    expect(told('n1 does not answer')).toBe('n1 antwortet nicht')
  })

  it('begins with a capital where the English does', () => {
    expect(told('The lock is held by web')).toBe('Die Sperre hält web')
  })

  it('reads what fills a sentence in turn, and leaves what nobody said here', () => {
    expect(told('n1 is paused: n2 does not answer')).toBe('n1 ist angehalten: n2 antwortet nicht')
    expect(told('n1 is paused: by the admin')).toBe('n1 ist angehalten: ‹by the admin›')
  })

  it('takes data as data: lists of names, amounts, values with blanks', () => {
    expect(told('the lock is held by web, db')).toBe('die Sperre hält web, db')
    expect(told('1.5 GiB free')).toBe('1,5 GiB frei')
    expect(told('1.5 GiB')).toBe('1,5 GiB')
    expect(told('1.13')).toBe('1.13')
    expect(told('free')).toBe('frei')
    expect(told('the lock is held by free, db')).toBe('die Sperre hält free, db')
    expect(told('asks for region == eu')).toBe('verlangt region == eu')
    expect(told('cannot open "my file"')).toBe('„my file“ lässt sich nicht öffnen')
  })

  it('parts what was put together', () => {
    expect(told('n1 does not answer. n2 does not answer; 2 GiB free')).toBe(
      'n1 antwortet nicht. n2 antwortet nicht; 2 GiB frei',
    )
    expect(told('services.web: the lock is held by db')).toBe('services.web: die Sperre hält db')
    expect(told('n1 does not answer (dial tcp: no route)')).toBe('n1 antwortet nicht (‹dial tcp: no route›)')
  })

  it('takes a name with blanks where nothing else can be meant', () => {
    expect(told('my old host does not answer.')).toBe('my old host antwortet nicht.')
    expect(told('the disk failed. n1 does not answer.')).toBe('‹the disk failed.› n1 antwortet nicht.')
  })

  it('takes no words for its own that fix little and say something unknown', () => {
    expect(told('nothing here is free')).toBe('‹nothing here is free›')
  })

  it('gives up on a text of too many pieces, and gives it back whole', () => {
    const text = 'a is free: b; c, d. '.repeat(90).trim()
    expect(
      read(text)
        .map(({ words }) => words)
        .join(''),
    ).toHaveLength(text.length)
  })

  it('reads whatever text there is, soon, and gives back what it does not know', () => {
    const word = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('is', 'free', 'n1', '(', '): ', '. ', '; ', ', '),
    )
    const text = fc.array(word, { maxLength: 60 }).map((words) => words.join(' '))
    fc.assert(
      fc.property(text, (given) => {
        for (const { words, isForeign } of read(given)) if (isForeign) expect(given).toContain(words)
      }),
      { numRuns: 500 },
    )
  })
})
