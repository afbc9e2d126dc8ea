// How long after a key in the filter its answer stands in the list. The number of matches tells whose answer is shown, so
// keys that do not change it are typed but not counted.
import type { Page as ListPage } from '@/lib/contract/common'
import type { Container } from '@/lib/contract/containers'
import { rowSelector, type Visitor } from './browser'
import type { Ground } from './ground'

const typed = ['shop-17 api', 'worker', 'search-2 index', 'mailer state:running', 'grafana', 'cache kiel']
/** A fast typist: ten keys a second. */
const betweenMs = 100

type Seen = { text: string; atMs: number }

const watchTotal = () => {
  const seen: Seen[] = []
  const keys: number[] = []
  Object.assign(window, { benchSeen: seen, benchKeys: keys })
  const status = document.querySelector('.toolbar [role=status]')
  if (!status) throw new Error('the number of matches is not shown')
  new MutationObserver(() => {
    const text = status.querySelector('b')?.textContent ?? ''
    requestAnimationFrame(() => setTimeout(() => seen.push({ text, atMs: performance.now() })))
  }).observe(status, { subtree: true, childList: true, characterData: true })
  addEventListener('keydown', (event) => keys.push(event.timeStamp), { capture: true })
}

/** Milliseconds of each counted key. */
export async function keystrokes(visitor: Visitor, { client, server }: Ground): Promise<number[]> {
  const totalOf = async (q: string) =>
    (
      await client.call<ListPage<Container>>('GET', `/containers?limit=1&q=${encodeURIComponent(q)}`)
    ).total.toLocaleString('en')
  const { context, page } = await visitor.open()
  await page.goto(`${server.url}/containers`)
  await page.waitForSelector(rowSelector)
  await page.evaluate(watchTotal)
  const field = page.getByRole('combobox', { name: 'Filter containers' })
  const times: number[] = []
  const everything = await totalOf('')
  for (const text of typed) {
    await field.fill('')
    await page.waitForFunction(
      (total) => document.querySelector('.toolbar [role=status] b')?.textContent === total,
      everything,
    )
    await field.focus()
    let before = everything
    for (let length = 1; length <= text.length; length += 1) {
      const wanted = await totalOf(text.slice(0, length))
      const began = performance.now()
      await page.keyboard.press(text[length - 1] === ' ' ? 'Space' : (text[length - 1] ?? ''))
      if (wanted !== before) {
        const answered = await page.waitForFunction((total) => {
          const { benchSeen, benchKeys } = window as unknown as { benchSeen: Seen[]; benchKeys: number[] }
          const keyMs = benchKeys.at(-1) ?? 0
          const answer = benchSeen.find(({ text: shown, atMs }) => shown === total && atMs >= keyMs)
          return answer ? { ms: answer.atMs - keyMs } : null
        }, wanted)
        times.push(((await answered.jsonValue()) as { ms: number }).ms)
      }
      before = wanted
      await page.waitForTimeout(Math.max(0, betweenMs - (performance.now() - began)))
    }
  }
  await context.close()
  return times
}
