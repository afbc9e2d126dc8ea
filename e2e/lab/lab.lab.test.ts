import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, statfs } from 'node:fs/promises'
import { get } from 'node:http'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { attachLab, startLab } from './lab'
import { leftoversOf } from './leftovers'
import { labDirectory } from './locations'
import { labProcesses } from './processes'
import { readState } from './state'
import { removeLab } from './teardown'
import type { Lab } from './types'
import { until } from './waiting'

// The process id in the names lets two runs of the tests stand side by side.
const labName = (part: string) => `test-${part}-${process.pid}`

/**
 * `ok`, or why the engine did not answer within the time. Asked over a connection of its own: one that was kept from
 * the question before would tell of its own end and not whether somebody listens.
 */
const ping = (lab: Lab, host: string, timeoutMs = 1_000): Promise<string> =>
  new Promise((resolve) => {
    const url = `http://${lab.host(host).ip}:2375/_ping`
    get(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) }, (answer) => {
      answer.resume()
      resolve('ok')
    }).on('error', (error: Error & { code?: string }) =>
      resolve(error.name === 'AbortError' ? 'TimeoutError' : (error.code ?? error.name)),
    )
  })

const answers = (lab: Lab, host: string) =>
  until(async () => (await ping(lab, host)) === 'ok', `${host} does not answer`, 30_000)

const faultsOf = async (lab: Lab, host: string) => (await lab.status()).find(({ name }) => name === host)?.faults

const askWeb = async (lab: Lab, host: string): Promise<string> => {
  const wget = ['wget', '-T', '5', '-qO-', 'http://web/']
  return (await lab.docker(host, 'run', '--rm', '--net', 'app', 'busybox', ...wget)).stdout
}

describe('a lab of modern engines', () => {
  let lab: Lab
  let slot = 0

  beforeAll(async () => {
    lab = await startLab({ name: labName('modern'), hosts: [{ labels: { storage: 'ssd' } }, { name: 'second' }, {}] })
    slot = (await readState(lab.name)).slot
  })

  // What a test has broken and not healed is not the fault of the next.
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await lab.heal()
  })

  afterAll(async () => {
    await lab?.down()
    expect(await leftoversOf(labName('modern'), slot)).toEqual([])
  })

  it('has engines that are told apart, with their names and labels', async () => {
    const infos = await Promise.all(
      lab.hosts.map(async ({ name }) => JSON.parse((await lab.docker(name, 'info', '-f', '{{json .}}')).stdout)),
    )
    expect(infos.map(({ Name }) => Name)).toEqual(['n1', 'second', 'n3'])
    expect(new Set(infos.map(({ ID }) => ID)).size).toBe(3)
    expect(infos[0].Labels).toEqual(['storage=ssd'])
  })

  it('pulls plain names from its registry and refuses unknown ones at once', async () => {
    await lab.docker('n3', 'rmi', 'nginx:stable', 'nginx:latest', 'nginx:alpine', 'nginx:stable-alpine')
    expect((await lab.docker('n3', 'pull', 'nginx')).stdout).toContain('Downloaded newer image')
    // The word of a nameserver that answers: without one it would be of a time-out.
    await expect(lab.docker('n3', 'pull', 'nosuchimage')).rejects.toThrow(/no such host/)
  })

  it('runs real servers in its images', async () => {
    await lab.docker('n3', 'run', '-d', '--name', 'store', 'redis')
    const redis = async () => (await lab.docker('n3', 'exec', 'store', 'redis-cli', 'ping').catch(() => null))?.stdout
    await until(async () => (await redis())?.trim() === 'PONG', 'redis does not answer')
    await lab.docker('n3', 'run', '-d', '--name', 'front', '-p', '8080:80', 'nginx')
    const page = () => fetch(`http://${lab.host('n3').ip}:8080/`).then((answer) => answer.text())
    expect(await until(() => page().catch(() => null), 'nginx does not answer')).toContain('Welcome to nginx')
    await lab.docker('n3', 'rm', '-f', 'store', 'front')
  })

  it('reaches a container of another host by name over an overlay', async () => {
    await lab.swarm(1)
    await lab.docker('n1', 'network', 'create', '-d', 'overlay', '--attachable', 'app')
    const id = (await lab.docker('n1', 'run', '-d', '--name', 'web', '--net', 'app', '--restart', 'always', 'lab/web'))
      .stdout
    const expected = `hello from ${id.slice(0, 12)}\nversion 1\n`
    // The engines tell each other of names by gossip, in their own time.
    for (const host of ['second', 'n3'])
      await expect.poll(() => askWeb(lab, host).catch((error: Error) => error.message)).toBe(expected)
  })

  it('hangs an engine that keeps its port', async () => {
    await lab.hang('second')
    expect(await ping(lab, 'second')).toBe('TimeoutError')
    expect(await faultsOf(lab, 'second')).toEqual(['hang'])
    await lab.heal('second')
    await answers(lab, 'second')
    expect(await faultsOf(lab, 'second')).toEqual([])
  })

  it('partitions a host, whose engine goes on unseen', async () => {
    await lab.partition('second')
    expect(await ping(lab, 'second')).not.toBe('ok')
    expect((await lab.exec('second', 'hostname')).stdout.trim()).toBe('second')
    expect(await faultsOf(lab, 'second')).toEqual(['partition'])
    await lab.heal('second')
    await answers(lab, 'second')
    await expect.poll(() => askWeb(lab, 'second').catch((error: Error) => error.message)).toContain('hello')
  })

  it('loses all packets, or a share of them', async () => {
    await lab.loss('second', 100)
    expect(await ping(lab, 'second')).not.toBe('ok')
    await lab.loss('second', 30)
    expect(await faultsOf(lab, 'second')).toEqual(['loss'])
    await lab.heal('second')
    expect(await faultsOf(lab, 'second')).toEqual([])
    await answers(lab, 'second')
  })

  it('slows the network and the engine', async () => {
    const timePull = async () => {
      await lab.docker('second', 'rmi', '-f', 'nginx:stable', 'nginx:latest', 'nginx:alpine', 'nginx:stable-alpine')
      const started = performance.now()
      await lab.docker('second', 'pull', '-q', 'nginx')
      return (performance.now() - started) / 1_000
    }
    // nginx' own layer is some 4 MiB: seconds at this rate, a fraction of one without.
    await lab.slow('second', { rateKbit: 8_000 })
    expect(await faultsOf(lab, 'second')).toEqual(['slow'])
    const slowed = await timePull()
    expect(slowed).toBeGreaterThan(2)
    await lab.slow('second', { enginePercent: 20 })
    expect(await faultsOf(lab, 'second')).toEqual(['slow'])
    // It always answers in the end, and some answer comes only after the engine was let run again.
    const isHeldUp = async () => {
      const started = performance.now()
      expect(await ping(lab, 'second', 20_000)).toBe('ok')
      return performance.now() - started > 100 || null
    }
    expect(await until(isHeldUp, 'no answer was ever held up', 60_000)).toBe(true)
    await lab.heal('second')
    expect(await faultsOf(lab, 'second')).toEqual([])
    const isFaster = async () => (await timePull()) < slowed
    expect(await until(isFaster, 'no pull was faster than over the slow network', 60_000)).toBe(true)
  })

  it('fills the disk', async () => {
    await lab.fill('second')
    expect((await statfs(lab.host('second').dataDir)).bavail).toBe(0)
    expect(await faultsOf(lab, 'second')).toEqual(['fill'])
    await expect(lab.docker('second', 'run', '--rm', 'busybox', 'true')).rejects.toThrow(/no space left on device/)
    await lab.heal('second')
    await lab.docker('second', 'run', '--rm', 'busybox', 'true')
  })

  it('cuts the power: silence, then the same data again', async () => {
    await lab.docker('second', 'run', '-d', '--name', 'kept', 'busybox', 'sleep', '1000')
    const id = (await lab.docker('second', 'info', '-f', '{{.ID}}')).stdout
    await lab.cut('second')
    expect(await ping(lab, 'second')).not.toBe('ECONNREFUSED')
    expect(await faultsOf(lab, 'second')).toEqual(['cut'])
    await expect(lab.exec('second', 'true')).rejects.toThrow(/powered off/)
    await lab.power('second')
    expect((await lab.docker('second', 'info', '-f', '{{.ID}}')).stdout).toBe(id)
    expect((await lab.docker('second', 'inspect', '-f', '{{.State.Status}}', 'kept')).stdout.trim()).toBe('exited')
    const wget = () => askWeb(lab, 'second').catch(() => null)
    expect(await until(wget, 'the overlay does not come back', 90_000)).toContain('hello')
  })

  it('crashes an engine, whose containers go on until it is back', async () => {
    const pid = (await lab.docker('n1', 'inspect', '-f', '{{.State.Pid}}', 'web')).stdout.trim()
    await lab.crash('n1')
    expect(await ping(lab, 'n1')).toBe('ECONNREFUSED')
    expect((await lab.exec('n1', 'cat', `/proc/${pid}/comm`)).stdout.trim()).toBe('web')
    expect(await faultsOf(lab, 'n1')).toEqual(['crash'])
    await lab.restart('n1')
    await answers(lab, 'n1')
  })

  it('is found again by another process and stands beside another lab', async () => {
    const other = await startLab({
      name: labName('other'),
      hosts: 1,
      registry: false,
      preload: ['busybox'],
      diskMiB: 0,
    })
    const otherSlot = (await readState(other.name)).slot
    expect(other.subnet).not.toBe(lab.subnet)
    // The words of a program that ends at once may be lost by an engine that is busy.
    const address = async () => (await other.docker('n1', 'run', '--rm', 'busybox', 'hostname', '-i')).stdout
    await expect.poll(address).toMatch(/^172\./)
    await expect(other.fill('n1')).rejects.toThrow(/no disk of its own/)
    await (await attachLab(other.name)).down()
    expect(await leftoversOf(other.name, otherSlot)).toEqual([])
    for (const { name } of lab.hosts) await answers(lab, name)
  })

  it('refuses a name that is taken and a host that is not there', async () => {
    // Refused before anything of the one that runs is touched.
    await expect(startLab({ name: lab.name })).rejects.toThrow(/exists already/)
    await expect(lab.cut('nosuch')).rejects.toThrow(/no host "nosuch"; it has n1, second, n3/)
    await expect(attachLab('nosuch')).rejects.toThrow(/no lab called "nosuch"/)
  })
})

describe('a lab whose start is stopped', () => {
  it('is removed whole before the start rejects', async () => {
    const name = labName('stopped')
    const stop = new AbortController()
    const started = startLab({ name, signal: stop.signal })
    await until(async () => (await labProcesses(labDirectory(name))).length >= 5, 'the lab does not start', 60_000)
    const { slot } = await readState(name)
    stop.abort(new Error('enough'))
    await expect(started).rejects.toThrow('enough')
    expect(await leftoversOf(name, slot)).toEqual([])
  })

  it('says what an engine that does not start has said', async () => {
    const name = labName('flag')
    await expect(startLab({ name, hosts: 2, daemonFlags: ['--nosuch'] })).rejects.toThrow(/unknown flag: --nosuch/)
    await expect(attachLab(name)).rejects.toThrow(/There is no lab/)
  })
})

describe('a lab whose starter was killed', () => {
  const cli = fileURLToPath(new URL('./cli.ts', import.meta.url))

  it.each([1, 5])('is removed whole when %i processes of it ran', async (processes) => {
    const name = labName('killed')
    const starter = spawn(process.execPath, ['--import', 'tsx', cli, 'up', name], { stdio: 'ignore' })
    const ended = once(starter, 'exit')
    await until(
      async () => (await labProcesses(labDirectory(name))).length >= processes,
      'the lab does not start',
      60_000,
    )
    starter.kill('SIGKILL')
    await ended
    const { slot } = JSON.parse(await readFile(`${labDirectory(name)}/state.json`, 'utf8')) as { slot: number }
    await removeLab(name)
    expect(await leftoversOf(name, slot)).toEqual([])
  })
})
