import { expect, it } from 'vitest'
import { renderOnce } from './render-once'

it('has a page rendered to its end, however much it writes', async () => {
  const ended: string[] = []
  await renderOnce(async (request, response) => {
    const chunk = 'x'.repeat(65_536)
    for (let n = 0; n < 8; n += 1) {
      if (!response.write(chunk)) await new Promise((resolve) => response.once('drain', resolve))
    }
    await new Promise<void>((resolve) => response.end(resolve))
    ended.push(`${request.method} ${request.url}`)
  }, '/login')
  expect(ended).toEqual(['GET /login'])
})

it('keeps no start from going on when the page cannot be rendered', async () => {
  await expect(renderOnce(() => Promise.reject(new Error('no such file')), '/login')).resolves.toBeUndefined()
})
