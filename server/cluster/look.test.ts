import { expect, it } from 'vitest'
import { createLooks } from './look'

const open = () => {
  const texts = new Map([
    ['/info', '{"Name":"n1"}'],
    ['/networks', '[{"Id":"a"}]'],
    ['/volumes', '{"Volumes":[]}'],
  ])
  const asked: string[][] = []
  let state = {}
  const batch = async (paths: readonly string[], take: (at: number, text: string) => boolean) => {
    asked.push([...paths])
    for (const [at, path] of paths.entries()) {
      const text = texts.get(path)
      if (text !== undefined && !take(at, text)) return
    }
  }
  const looks = createLooks({ batch }, () => state)
  return {
    looks,
    texts,
    asked,
    state: () => state,
    change: () => {
      state = {}
    },
  }
}
const parts = ['info', 'networks', 'volumes'] as const

it('asks all of a host at once, and leaves out what is not to be had', async () => {
  const { looks, texts, asked } = open()
  texts.delete('/networks')
  const answers = await looks.ask([...parts, 'images', 'containers'], false)
  expect(asked).toEqual([['/info', '/networks', '/volumes', '/images/json?digests=true', '/containers/json?all=true']])
  expect([...answers.keys()]).toEqual(['info', 'volumes'])
  expect(answers.get('info')).toMatchObject({ value: { Name: 'n1' } })
})

it('ends at what is no JSON', async () => {
  const { looks, texts } = open()
  texts.set('/networks', '<html>')
  expect([...(await looks.ask(parts, false)).keys()]).toEqual(['info'])
})

it('knows what says the same, as long as that is what is known', async () => {
  const { looks, texts, state, change } = open()
  const ask = async (afresh = false) => {
    const answer = (await looks.ask(parts, afresh)).get('networks')
    if (answer !== 'same' && answer) looks.said('networks', answer, state())
    return answer === 'same'
  }
  expect([await ask(), await ask(), await ask()]).toEqual([false, true, true])
  texts.set('/networks', '[{"Id":"b"}]')
  expect([await ask(), await ask()]).toEqual([false, true])
  change()
  expect([await ask(), await ask()]).toEqual([false, true])
  expect([await ask(true), await ask()]).toEqual([false, true])
})
