// Others act on the same engines while data is on its way: what they wrote is never lost, and no copy that is not all is trusted.
import { expect, it, vi } from 'vitest'
import { noRegistries } from '@/server/registries/types'
import { type Scene, sceneNamed, setScene } from '@/server/testing/move-scenes'
import { runThrough, runUntilStep, type Setting } from '@/server/testing/run-through'
import { moveError } from './outcome'
import { runMove } from './run-move'

vi.mock('@/server/stacks/apply/pause', async (original) => ({
  ...(await original<typeof import('@/server/stacks/apply/pause')>()),
  pause: async () => undefined,
}))

const dataScene = (): Scene => sceneNamed('one with data of its own')

it('gives no empty volume for data when somebody cleaned the copy away', async () => {
  const setting = setScene(dataScene())
  const { world } = setting
  let removals = 0
  world.watch((call) => {
    // The first one is of what an earlier try may have left.
    if (/^n2 DELETE .*-to$/.test(call) && ++removals === 2) world.on('id-n2').volumes.delete('data')
  })
  const { ended } = await runThrough(setting, [])
  expect(moveError(ended)).toMatch(/copy of the volume data was removed from n2 meanwhile.*db runs on n1 as before/)
  expect(world.all()).toEqual(['n1/db'])
  expect(world.on('id-n1').volumes.get('data')?.content).toBe('of data')
})

it.each(['copying', 'copied'])('trusts no copy of what was started again (%s)', async (moment) => {
  const setting = setScene(dataScene())
  const { world } = setting
  world.watch((call) => {
    const isNow = moment === 'copying' ? /^n2 PUT .*archive/.test(call) : /^n1 DELETE .*-from$/.test(call)
    if (!isNow || !world.on('id-n2').volumes.has('data')) return
    for (const { inspect } of world.on('id-n1').containers.values()) {
      if (inspect.Name === '/db') inspect.State = { ...inspect.State, Running: true }
    }
  })
  const { ended } = await runThrough(setting, [])
  expect(moveError(ended)).toMatch(/db was started again meanwhile, so the copy.*db runs on n1 as before/)
  expect(world.all()).toEqual(['n1/db'])
})

/** Lets the original run for a moment, and leaves it stopped or running. */
const startedByHand = ({ world }: Setting, isRunning: boolean) => {
  for (const { inspect } of world.on('id-n1').containers.values()) {
    if (inspect.Name === '/db') inspect.State = { ...inspect.State, Running: isRunning, StartedAt: 'just now' }
  }
}

it.each(['copied', 'made', 'started'])(
  'goes back when the original ran for a moment meanwhile (%s)',
  async (moment) => {
    const setting = setScene(dataScene())
    const calls = { copied: /^n2 DELETE .*-to$/, made: /^n2 POST .*\/create$/, started: /^n2 POST .*\/start$/ }
    let isOver = false
    setting.world.watch((call) => {
      const isCopied = setting.world.on('id-n2').volumes.get('data')?.content === 'of data'
      if (isOver || !isCopied || !calls[moment as 'copied'].test(call)) return
      isOver = true
      startedByHand(setting, false)
    })
    const { ended } = await runThrough(setting, [])
    expect(moveError(ended)).toMatch(/db was started again meanwhile, so the copy.*db runs on n1 as before/)
    expect(setting.world.all()).toEqual(['n1/db'])
    expect(setting.world.running()).toEqual(['n1/db'])
  },
)

it.each([false, true])(
  'removes no original that was started again, nor its data (runs still: %s)',
  async (isRunning) => {
    const setting = setScene({ ...dataScene(), consents: ['copy-volumes', 'remove-volumes'] })
    const { world } = setting
    let isStarted = false
    world.watch((call) => {
      isStarted ||= /^n2 POST .*\/start$/.test(call)
      // The last look before the new one is what serves.
      if (isStarted && /^n1 GET .*\/json$/.test(call)) startedByHand(setting, isRunning)
    })
    const { ended } = await runThrough(setting, [])
    expect(moveError(ended)).toMatch(
      /[Rr]emoving the original db on n1 failed: db was started again meanwhile.*db runs on n2 now/,
    )
    expect(world.running().sort()).toEqual(isRunning ? ['n1/db', 'n2/db'] : ['n2/db'])
    expect(world.all()).toContain('n1/db')
    expect(world.on('id-n1').volumes.get('data')?.content).toBe('of data')
    expect(ended.steps.find(({ kind }) => kind === 'remove-volume')?.state).toBe('skipped')
  },
)

it('keeps data to which somebody has written since it was copied', async () => {
  const setting = setScene({ ...dataScene(), consents: ['copy-volumes', 'remove-volumes'] })
  const { world } = setting
  world.watch((call) => {
    if (/^n2 POST .*\/start$/.test(call)) world.on('id-n1').volumes.set('data', { labels: {}, content: 'newer' })
  })
  const { ended } = await runThrough(setting, [])
  expect(moveError(ended)).toMatch(/[Rr]emoving the volume data on n1 failed: data has changed since it was copied/)
  expect(world.on('id-n1').volumes.get('data')?.content).toBe('newer')
  expect(world.all()).toEqual(['n2/db'])
})

it('copies nothing while another writes to the volume', async () => {
  const setting = setScene(dataScene())
  const { world } = setting
  const other = [...world.on('id-n1').containers.values()][0]?.inspect
  if (other === undefined) throw new Error('no container')
  world.watch((call) => {
    if (/^n1 POST .*\/stop$/.test(call))
      world.put('id-n1', { ...structuredClone(other), Id: 'other', Name: '/backup', State: { Running: true } })
  })
  const { ended } = await runThrough(setting, [])
  expect(moveError(ended)).toMatch(/volume data is used by backup meanwhile.*db runs on n1 as before/)
  expect(world.on('id-n2').volumes.size).toBe(0)
})

it('moves none of those that share data when one of them was started again meanwhile', async () => {
  const setting = setScene(sceneNamed('three that share data, and a stopped one'))
  const { world } = setting
  world.watch((call) => {
    if (!/^n2 PUT .*archive/.test(call)) return
    for (const { inspect } of world.on('id-n1').containers.values()) {
      if (inspect.Name === '/sidecar') inspect.State = { ...inspect.State, Running: true, StartedAt: 'just now' }
    }
  })
  const { ended } = await runThrough(setting, [])
  expect(moveError(ended)).toMatch(/sidecar was started again meanwhile.*web runs on n1 as before/)
  expect(world.all().sort()).toEqual(['n1/backup', 'n1/sidecar', 'n1/web'])
  expect(world.running().sort()).toEqual(['n1/sidecar', 'n1/web'])
  expect(world.on('id-n2').volumes.size).toBe(0)
})

it('copies into no folder that has something in it, and leaves that alone', async () => {
  const setting = setScene(dataScene())
  const { world } = setting
  world.watch((call) => {
    const made = world.on('id-n2').volumes.get('data')
    if (call === 'n2 POST /volumes/create' && made) made.content = 'of the host'
  })
  const { ended } = await runThrough(setting, [])
  expect(moveError(ended)).toMatch(/new volume data on n2 has files in it already.*db runs on n1 as before/)
  expect(world.calls).not.toContainEqual(expect.stringMatching(/^n2 PUT/))
})

it('says where the content is that could not be put back', async () => {
  const scene = sceneNamed('one whose data takes the place of other data')
  const setting = setScene(scene)
  const { world } = setting
  world.watch((call) => {
    if (/^n2 PUT/.test(call) && world.on('id-n2').volumes.get('data')?.content === 'of data') world.away.add('id-n2')
  })
  const run = runMove({
    cluster: world.cluster,
    registries: noRegistries,
    record: setting.record,
    save: async () => undefined,
    changed: () => {
      if (!setting.record.steps.some(({ detail }) => detail.startsWith('waits for'))) return
      setting.record.state = 'cancelling'
      queueMicrotask(() => run.cancel())
    },
    now: () => new Date(),
  })
  expect(await run.finished).toBe('ended')
  expect(world.running()).toEqual(['n1/db'])
  expect(moveError(setting.record)).toContain('Its content is kept there as data.before-move-0badc0de.')
  expect(world.on('id-n2').volumes.get('data.before-move-0badc0de')?.content).toBe('other data')
})

it.each(['one with data of its own', 'a service on an overlay'])(
  'takes none that ended at once for one that serves (%s)',
  async (name) => {
    const setting = setScene(sceneNamed(name))
    const { world } = setting
    world.watch((call) => {
      if (!/^n2 POST .*\/start$/.test(call)) return
      for (const { inspect } of world.on('id-n2').containers.values()) {
        inspect.State = { ...inspect.State, Running: false, Status: 'exited' }
      }
    })
    const before = world.running()
    const { ended } = await runThrough(setting, [])
    expect(moveError(ended)).toMatch(/ended with code 0 as soon as it was started\..*runs on n1 as before/)
    expect(world.running()).toEqual(before)
  },
)

it('says so when what was kept aside was cleaned away meanwhile', async () => {
  const setting = setScene(sceneNamed('one whose data takes the place of other data'))
  const { world } = setting
  world.watch((call) => {
    if (call === 'n2 DELETE /volumes/data') world.on('id-n2').volumes.delete('data.before-move-0badc0de')
    if (/^n2 PUT/.test(call) && world.on('id-n2').volumes.get('data')?.content === 'of data')
      startedByHand(setting, true)
  })
  const { ended } = await runThrough(setting, [])
  expect(moveError(ended)).toMatch(/db was started again meanwhile/)
  expect(moveError(ended)).toMatch(/putting back the volume data on n2 failed: What was kept of data is gone/)
  expect(moveError(ended)).not.toContain('Its content is kept')
  expect(world.running()).toEqual(['n1/db'])
})

it('lets no engine start an original by itself while its copy comes up, and gives it back as it was', async () => {
  const setting = setScene(dataScene())
  const { world } = setting
  const policy = () => [...world.on('id-n1').containers.values()][0]?.inspect.HostConfig.RestartPolicy?.Name
  const seen = new Set<string | undefined>()
  world.watch((call) => {
    if (/^n2 (PUT|POST .*\/create)/.test(call)) seen.add(policy())
    if (/^n2 POST .*\/start$/.test(call)) startedByHand(setting, true)
  })
  const { ended } = await runThrough(setting, [])
  expect([...seen]).toEqual(['no'])
  expect(moveError(ended)).toMatch(/db runs on n1 as before/)
  expect(policy()).toBe('always')
})

it('writes into no volume that another has made in the moment between, and loses nothing of what it replaced', async () => {
  const setting = setScene(sceneNamed('one whose data takes the place of other data'))
  const { world } = setting
  world.watch((call) => {
    if (call !== 'n2 DELETE /volumes/data') return
    world.on('id-n2').volumes.set('data', { labels: {}, content: 'of a third', createdAt: 'just now' })
  })
  const { ended } = await runThrough(setting, [])
  expect(moveError(ended)).toMatch(/n2 has got a volume data meanwhile.*db runs on n1 as before/)
  expect(moveError(ended)).toContain('Its content is kept there as data.before-move-0badc0de.')
  const { volumes } = world.on('id-n2')
  expect([...volumes].map(([name, { content }]) => [name, content])).toEqual([
    ['data.before-move-0badc0de', 'other data'],
    ['data', 'of a third'],
  ])
})

it('lets the new one serve when the host of the original is lost while it comes up, and tidies up there later', async () => {
  const setting = setScene(dataScene())
  const { world, record } = setting
  world.watch((call) => {
    if (/^n2 POST .*\/start$/.test(call)) world.away.add('id-n1')
  })
  const run = await runUntilStep(
    setting,
    ({ kind, detail }) => kind === 'remove-original' && detail.startsWith('waits for'),
  )
  expect(world.running()).toContain('n2/db')
  world.heal()
  await run.finished
  expect(moveError(record)).toBeNull()
  expect(world.all()).toEqual(['n2/db'])
})
