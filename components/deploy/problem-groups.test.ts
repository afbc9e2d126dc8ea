import { describe, expect, it } from 'vitest'
import { problemGroups } from './problem-groups'

const problem = (message: string, service = 'web') => ({ code: 'placement', message, service }) as never
const told = (...problems: never[]) =>
  problemGroups(problems).map(({ problem: { message }, alike }) => [message, alike])

describe('problems of a plan', () => {
  it('are told once for replicas that have the same', () => {
    expect(
      told(problem('shop-web-4 fits on no host.'), problem('shop-web-5 fits on no host.'), problem('no image', 'db')),
    ).toEqual([
      ['shop-web-4 fits on no host.', 1],
      ['no image', 0],
    ])
  })

  it('stay apart where anything else differs', () => {
    const apart = told(
      problem('shop-web-4 fits on no host: kiel is full.'),
      problem('shop-web-5 fits on no host: emden is full.'),
      problem('8080/tcp is held.'),
      problem('8081/tcp is held.'),
    )
    expect(apart.map(([, alike]) => alike)).toEqual([0, 0, 0, 0])
  })
})
