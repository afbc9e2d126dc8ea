// Shells in real containers over real sockets: typing, coming back after a broken connection, ends, and what is left behind.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import { connectTerminal, type TerminalState, type TerminalTarget } from '@/lib/client/terminal-connection'
import type { ActivityEntry } from '@/lib/contract/activity'
import { defaultTimes } from '@/server/cluster/options'
import { openTestServer, type TestServer } from '@/server/testing/http'

let lab: Lab
let test: TestServer
let signedIn: Awaited<ReturnType<TestServer['login']>>
const patient = { timeout: 30_000 }

beforeAll(async () => {
  lab = await startLab({ hosts: 1, registry: false })
  test = await openTestServer({}, {}, defaultTimes)
  signedIn = await test.login()
  for (const { address } of lab.hosts) await signedIn.call('POST', '/hosts', { address })
  await test.cluster.settled(20_000)
})
afterAll(async () => {
  await test?.end()
  await lab?.down()
})

const run = async (name: string, ...command: string[]) => {
  await lab.docker('n1', 'run', '-d', '--name', name, 'busybox', ...(command.length > 0 ? command : ['sleep', '10000']))
  await expect.poll(() => test.cluster.container(name)?.state, patient).toBe('running')
}
const processes = async (name: string) =>
  (await lab.docker('n1', 'top', name, '-o', 'pid,args')).stdout.split('\n').slice(1).filter(Boolean)

const open = (target: TerminalTarget, cookie = signedIn.cookie) => {
  const decoder = new TextDecoder()
  let text = ''
  let skipped = 0
  let isHeld = false
  const held: (() => void)[] = []
  const states: TerminalState[] = []
  const sockets: WebSocket[] = []
  const opened: { terminal: string; epoch: string }[] = []
  const connection = connectTerminal(target, {
    screen: {
      write: (bytes, done) => {
        text += decoder.decode(bytes, { stream: true })
        if (isHeld) held.push(done)
        else done()
      },
      skip: (bytes) => {
        skipped += bytes
      },
      size: () => ({ cols: 100, rows: 30 }),
    },
    onState: (state) => states.push(state),
    onOpened: (which) => opened.push(which),
    openSocket: (query) => {
      const socket = new WebSocket(`ws://127.0.0.1:${test.port}/api/ws/terminal?${query}`, { headers: { cookie } })
      socket.on('error', () => {})
      sockets.push(socket)
      return socket as unknown as globalThis.WebSocket
    },
    retryMs: () => 50,
  })
  return {
    ...connection,
    type: (line: string) => connection.send(new TextEncoder().encode(line)),
    text: () => text,
    skipped: () => skipped,
    state: () => states.at(-1),
    /** How often it was lost: it may be back before anybody looks. */
    losses: () => states.filter(({ phase }) => phase === 'lost').length,
    opened: () => opened.at(-1),
    cut: () => sockets.at(-1)?.terminate(),
    hold: () => {
      isHeld = true
    },
    release: () => {
      isHeld = false
      for (const done of held.splice(0)) done()
    },
  }
}
const sh = (container: string) => ({ container, shell: '/bin/sh', user: '' })

describe.sequential('a terminal', () => {
  it('knows the shells and users of an image, running or not', async () => {
    await run('known')
    const answer = async () => (await signedIn.call('GET', '/containers/known/shells')).body
    const expected = { shells: expect.arrayContaining([{ name: 'sh', path: '/bin/sh' }]), defaultUser: '' }
    expect(await answer()).toMatchObject(expected)
    await lab.docker('n1', 'stop', '-t', '0', 'known')
    expect(await answer()).toMatchObject(expected)
  })

  it('types, is told its size, ends with its shell, and leaves lines in Activity', async () => {
    await run('typed')
    const terminal = open(sh('typed'))
    await expect.poll(() => terminal.state()?.phase, patient).toBe('open')
    terminal.type('echo one$((1+1))three; stty size\n')
    await expect.poll(terminal.text, patient).toContain('one2three')
    await expect.poll(terminal.text, patient).toMatch(/30 100/)
    terminal.resize({ cols: 77, rows: 33 })
    await expect
      .poll(() => {
        terminal.type('stty size\n')
        return terminal.text()
      }, patient)
      .toMatch(/33 77/)
    terminal.type('exit 3\n')
    await expect.poll(terminal.state, patient).toEqual({ phase: 'ended', reason: 'exited', exitCode: 3 })
    terminal.leave()
    const lines = async () =>
      (await signedIn.call('GET', '/activity?action=container.exec&target=typed')).body as ActivityEntry[]
    await expect.poll(async () => (await lines()).length, patient).toBe(2)
    expect(await lines()).toMatchObject([
      { actor: 'admin', target: 'n1/typed', result: 'ok', message: '/bin/sh: the shell ended, exit 3' },
      { actor: 'admin', target: 'n1/typed', result: 'running', message: '/bin/sh' },
    ])
  })

  it('goes on after a broken connection without losing or repeating a byte, either way', async () => {
    await run('broken')
    const terminal = open(sh('broken'))
    await expect.poll(() => terminal.state()?.phase, patient).toBe('open')
    // No echo and no lines: each byte comes back once.
    terminal.type('stty raw -echo; echo ready; exec cat\n')
    await expect.poll(terminal.text, patient).toMatch(/ready\r?\n/)
    const start = terminal.text().length
    const sent = Array.from({ length: 3000 }, (_, index) => `${index} `)
    for (const [index, word] of sent.entries()) {
      terminal.type(word)
      if (index % 500 === 250) {
        const before = terminal.losses()
        terminal.cut()
        await expect.poll(terminal.losses, patient).toBeGreaterThan(before)
      }
    }
    const all = sent.join('')
    await expect.poll(() => terminal.text().length - start, patient).toBe(all.length)
    expect(terminal.text().slice(start)).toBe(all)
    expect(terminal.skipped()).toBe(0)
    terminal.close()
    await expect.poll(() => terminal.state()?.phase, patient).toBe('ended')
    terminal.leave()
  })

  it('takes a paste of megabytes and holds back a program that says more than is shown', async () => {
    await run('flood')
    const terminal = open(sh('flood'))
    await expect.poll(() => terminal.state()?.phase, patient).toBe('open')
    terminal.type("stty raw -echo; echo ready; head -c 3000000 | wc -c; stty sane; echo coun''ted\n")
    await expect.poll(terminal.text, patient).toMatch(/ready/)
    terminal.send(new Uint8Array(3_000_000).fill(97))
    await expect.poll(terminal.text, { timeout: 60_000 }).toMatch(/3000000\s+counted/)
    terminal.hold()
    terminal.type("yes abcdefghi | head -c 20000000; echo all'said'\n")
    await expect.poll(() => terminal.text().length, patient).toBeGreaterThan(200_000)
    // Whatever is under way arrives, and then no more.
    let before = 0
    await expect
      .poll(
        () => {
          const now = terminal.text().length
          const isStill = now === before
          before = now
          return isStill
        },
        { timeout: 20_000, interval: 500 },
      )
      .toBe(true)
    expect(terminal.text().length).toBeLessThan(2_000_000)
    terminal.release()
    await expect.poll(terminal.text, { timeout: 60_000 }).toContain('allsaid')
    terminal.close()
    terminal.leave()
  })

  it('hangs up on all that was started in it when it is closed', async () => {
    await run('hung')
    const before = (await processes('hung')).length
    const terminal = open(sh('hung'))
    await expect.poll(() => terminal.state()?.phase, patient).toBe('open')
    terminal.type('sleep 7777\n')
    await expect.poll(async () => (await processes('hung')).join('\n'), patient).toContain('sleep 7777')
    terminal.close()
    await expect.poll(terminal.state, patient).toMatchObject({ phase: 'ended', reason: 'closed' })
    await expect.poll(async () => (await processes('hung')).length, patient).toBe(before)
    terminal.leave()
  })

  it('ends with its container and says so', async () => {
    await run('stopped')
    const terminal = open(sh('stopped'))
    await expect.poll(() => terminal.state()?.phase, patient).toBe('open')
    await lab.docker('n1', 'stop', '-t', '0', 'stopped')
    await expect.poll(terminal.state, patient).toMatchObject({ phase: 'ended', reason: 'container' })
    terminal.leave()
    await expect.poll(() => test.cluster.container('stopped')?.state, patient).toBe('exited')
    const again = open(sh('stopped'))
    await expect
      .poll(again.state, patient)
      .toMatchObject({ phase: 'refused', message: expect.stringContaining('exited'), fix: 'Start it first.' })
    again.leave()
  })

  it('says what an image does not have', async () => {
    await run('bare')
    for (const [over, words] of [
      [{ shell: '/bin/zsh' }, '/bin/zsh'],
      [{ user: 'nosuchuser' }, 'nosuchuser'],
    ] as const) {
      const terminal = open({ ...sh('bare'), ...over })
      await expect.poll(terminal.state, patient).toMatchObject({ phase: 'ended', reason: 'not-started' })
      expect(terminal.text()).toContain(words)
      terminal.leave()
    }
  })

  it('is given to nobody else, and ends with the sign-in it was opened with', async () => {
    await run('owned')
    const other = await test.login()
    const terminal = open(sh('owned'), other.cookie)
    await expect.poll(() => terminal.state()?.phase, patient).toBe('open')
    const anonymous = new WebSocket(
      `ws://127.0.0.1:${test.port}/api/ws/terminal?terminal=${terminal.opened()?.terminal}`,
    )
    const refused = await new Promise<string>((resolve) => anonymous.on('error', (error) => resolve(error.message)))
    expect(refused).toContain('401')
    const foreign = new WebSocket(`ws://127.0.0.1:${test.port}/api/ws/terminal?container=owned&shell=/bin/sh`, {
      headers: { cookie: other.cookie, origin: 'https://evil.example' },
    })
    expect(await new Promise<string>((resolve) => foreign.on('error', (error) => resolve(error.message)))).toContain(
      '403',
    )
    await other.call('DELETE', '/session')
    await expect.poll(terminal.state, patient).toMatchObject({ phase: 'ended', reason: 'access' })
    terminal.leave()
  })

  it('moves to the window that opened it last, and is gone when it was never there', async () => {
    await run('moved')
    const one = open(sh('moved'))
    await expect.poll(() => one.state()?.phase, patient).toBe('open')
    one.type('echo mo""ved\n')
    await expect.poll(one.text, patient).toContain('moved')
    const two = open({ terminal: '', epoch: '', ...one.opened() })
    await expect.poll(() => one.state()?.phase, patient).toBe('moved')
    await expect.poll(two.text, patient).toContain('moved')
    two.close()
    for (const [epoch, isRestarted] of [
      [one.opened()?.epoch ?? '', false],
      ['another', true],
    ] as const) {
      const none = open({ terminal: '01890000-0000-4000-8000-000000000000', epoch })
      await expect.poll(none.state, patient).toEqual({ phase: 'gone', isRestarted })
      none.leave()
    }
    one.leave()
    two.leave()
  })
})
