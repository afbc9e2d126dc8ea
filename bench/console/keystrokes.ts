// How long after a key in the filter its answer stands in the list. The number of matches tells whose answer is shown, so
// keys that do not change it are typed but not counted.
import type { Page as ListPage } from '@/lib/contract/common'
import type { Container } from '@/lib/contract/containers'
import { rowSelector, type Visitor } from './browser'
import type { Ground } from './ground'

const typed = ['shop-17 api', 'worker', 'search-2 index', 'mailer state:running', 'grafana', 'cache kiel']
/** A fast typist: ten keys a second. */
const betweenMs = 100
const rounds = 2

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

/** What each beginning of the texts finds, asked before anybody types: nothing else is asked of the server meanwhile. */
async function totalsOf({ client }: Ground): Promise<Map<string, string>> {
  const totals = new Map<string, string>()
  for (const text of typed) {
    for (let length = 0; length <= text.length; length += 1) {
      const q = text.slice(0, length)
      const { total } = await client.call<ListPage<Container>>('GET', `/containers?limit=1&q=${encodeURIComponent(q)}`)
      totals.set(q, total.toLocaleString('en'))
    }
  }
  return totals
}

/** Milliseconds of each counted key. */
export async function keystrokes(visitor: Visitor, ground: Ground): Promise<number[]> {
  const totals = await totalsOf(ground)
  const { context, page } = await visitor.open()
  await page.goto(`${ground.server.url}/containers`)
  await page.waitForSelector(rowSelector)
  await page.evaluate(watchTotal)
  const field = page.getByRole('combobox', { name: 'Filter containers' })
  const times: number[] = []
  for (const text of Array.from({ length: rounds }, () => typed).flat()) {
    await field.fill('')
    await page.waitForFunction(
      (total) => document.querySelector('.toolbar [role=status] b')?.textContent === total,
      totals.get(''),
    )
    await field.focus()
    for (let length = 1; length <= text.length; length += 1) {
      const [before, wanted] = [totals.get(text.slice(0, length - 1)), totals.get(text.slice(0, length))]
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
      await page.waitForTimeout(Math.max(0, betweenMs - (performance.now() - began)))
    }
  }
  await context.close()
  return times
}
