// Moves between real engines: by name on an overlay without a gap, with data, against failures, after a kill, and back again.
import { describe, expect, it } from 'vitest'
import { labMoves, moveOf as request } from '@/server/testing/lab-moves'
import { type Inspect, networksOf } from './inspect'

const ground = labMoves()
const { start, startKilledAtEachStep, until, ended, moved, takenBack, docker, at, inside, running } = ground

const compose = `
services:
  web:
    image: lab/web:1
    environment: {PASSWORD: kept}
    configs: [{source: motd, target: /etc/lotse/motd, mode: 0440}]
    healthcheck: {test: [CMD, wget, -qO-, "http://127.0.0.1/"], interval: 1s, retries: 30}
    deploy: {placement: {constraints: [node.hostname != n3]}}
  caller:
    image: busybox
    init: true
    stop_grace_period: 0s
    command: [sh, -c, "while :; do wget -T 2 -qO- http://web/ >/dev/null && echo ok || echo no; done"]
    deploy: {placement: {constraints: [node.hostname == n3]}}
  data:
    image: redis:7
    volumes: ["data:/data"]
    deploy: {placement: {constraints: [node.hostname != n3]}}
configs: {motd: {content: welcome}}
volumes: {data: {}}
`

/** The longest time without an answer, and how many calls failed. */
const callerSaw = async () => {
  const { stdout } = await docker('n3', 'logs', '--timestamps', 'shop-caller-1')
  const lines = stdout.split('\n').filter(Boolean)
  const times = lines.filter((line) => line.endsWith(' ok')).map((line) => Date.parse(line.split(' ')[0] ?? ''))
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time))
  return { ok: times.length, failed: lines.length - times.length, longestMs: Math.max(...gaps) }
}

describe.sequential('moves between engines', () => {
  it('moves a service that others call by name, and a deploy leaves it there', async () => {
    await ground.open.deployed('shop', compose)
    const from = at('shop-web-1')
    const to = from === 'n1' ? 'n2' : 'n1'
    await docker(to, 'rmi', 'lab/web:1', 'lab/web:latest')
    await ground.open.cluster.refresh(ground.open.cluster.host(to)?.id ?? '', ['images'])

    const refused = await ground.moves.plan(request(['shop-web-1'], 'n3'))
    expect(refused.problems).toMatchObject([{ code: 'placement', consent: null }])
    expect(refused.problems[0]?.message).toMatch(/node\.hostname/)

    const plan = await ground.moves.plan(request(['shop-web-1'], to))
    expect(plan).toMatchObject({ problems: [], containers: [{ interruption: 'none', order: 'start-first' }] })
    const { id } = await ground.moves.begin(request(['shop-web-1'], to), 'ada')
    await expect(ground.open.stacks.scale('shop', 'web', 2, 'test')).rejects.toMatchObject({
      code: 'deployment_running',
    })
    const move = await ended(id)
    expect(move).toMatchObject({ state: 'succeeded', error: null, canUndo: true })
    expect(move.steps.find(({ kind }) => kind === 'bring-image')?.detail).toBe(`taken from ${from}`)
    expect(at('shop-web-1')).toBe(to)
    expect(await running(from)).not.toContain('shop-web-1')
    expect(await inside('shop-web-1', 'cat', '/etc/lotse/motd')).toBe('welcome')
    expect(await inside('shop-web-1', 'sh', '-c', 'echo $PASSWORD')).toBe('kept')
    const calls = await callerSaw()
    console.info('calls by name during the move', calls)
    expect(calls.ok).toBeGreaterThan(5)
    // A second or less, and the stalls of a busy machine.
    expect(calls.longestMs).toBeLessThan(15_000)

    expect((await ground.open.stacks.decision('shop', 'web', 1))?.summary).toMatch(`ada moved it here from ${from}`)
    expect((await ground.open.deployed('shop', compose)).operations).toEqual([])

    expect(await takenBack(id)).toMatchObject({ state: 'succeeded', undoes: id })
    expect(at('shop-web-1')).toBe(from)
    expect(await ground.moves.get(id)).toMatchObject({ canUndo: false })
  })

  it('moves data only when that is agreed to, compares it, and goes on after a kill in the middle of the copy', async () => {
    const from = at('shop-data-1')
    const to = from === 'n1' ? 'n2' : 'n1'
    // A server that has been started answers when it has read its data.
    const kept = () => inside('shop-data-1', 'redis-cli', 'get', 'kept').catch((error: Error) => error.message)
    await inside('shop-data-1', 'redis-cli', 'set', 'kept', 'yes')
    await inside('shop-data-1', 'dd', 'if=/dev/urandom', 'of=/data/big', 'bs=1M', 'count=32')
    const sum = await inside('shop-data-1', 'sha256sum', '/data/big')
    const { problems } = await ground.moves.plan(request(['shop-data-1'], to))
    expect(problems).toMatchObject([{ code: 'volume-copy', consent: 'copy-volumes' }])
    await expect(ground.moves.begin(request(['shop-data-1'], to), 'ada')).rejects.toMatchObject({
      code: 'plan_blocked',
    })
    expect(at('shop-data-1')).toBe(from)

    const { id } = await ground.moves.begin(request(['shop-data-1'], to, ['copy-volumes']), 'ada')
    await until(id, ({ steps }) => steps.some(({ kind, state }) => kind === 'copy-volume' && state === 'running'))
    await ground.moves.stop()
    await start()
    const move = await ended(id)
    expect(move).toMatchObject({ state: 'succeeded', error: null })
    expect(move.steps.find(({ kind }) => kind === 'copy-volume')?.detail).toMatch(/compared/)
    expect(at('shop-data-1')).toBe(to)
    await expect.poll(() => kept()).toBe('yes')
    expect(await inside('shop-data-1', 'sha256sum', '/data/big')).toBe(sum)
    expect((await ground.open.deployed('shop', compose)).operations).toEqual([])

    await inside('shop-data-1', 'redis-cli', 'set', 'kept', 'since')
    // The way back replaces what was left there, and is killed at each of its steps.
    await ground.moves.stop()
    const killed: string[] = []
    await startKilledAtEachStep(killed)
    expect(await takenBack(id)).toMatchObject({ state: 'succeeded', error: null })
    expect(killed.map((step) => step.split(' ')[0])).toEqual([
      ...['keep-volume', 'stop-original', 'copy-volume', 'create-container', 'start-container', 'wait-container'],
      ...['remove-original', 'remove-kept-volume'],
    ])
    await ground.moves.stop()
    await start()
    expect(at('shop-data-1')).toBe(from)
    await expect.poll(() => kept()).toBe('since')
    for (const { name } of ground.lab.hosts) {
      expect((await docker(name, 'ps', '-a', '--format', '{{.Names}}')).stdout).not.toMatch(/-next-|lotse-copy/)
      expect((await docker(name, 'volume', 'ls', '-q')).stdout).not.toMatch(/before-move/)
    }
  })

  it('brings files of every kind along, a volume without a name, and all names on two networks', async () => {
    for (const name of ['front', 'back']) await docker('n1', 'network', 'create', '-d', 'overlay', '--attachable', name)
    const joined = ['--init', '--network', 'front', '--network-alias', 'f1']
    await docker('n1', 'run', '-d', '--name', 'twin', ...joined, 'busybox', 'sleep', '10000')
    await docker('n1', 'network', 'connect', '--alias', 'b1', 'back', 'twin')
    const odd = ['-v', 'tree:/t', '-v', '/unnamed', '--restart', 'always', '--tmpfs', '/scratch', ...joined]
    await docker('n1', 'run', '-d', '--name', 'odd', ...odd, 'busybox', 'sleep', '10000')
    const make = `cd /t; mkdir -p a/b; echo one > a/one; ln a/one a/b/again; ln -s ../nowhere a/link; mkfifo pipe; mknod null c 1 3
      echo x > owned; chown 1234:65534 owned; chmod 4750 owned; touch -d '2001-02-03 04:05:06' old; chmod 1777 a
      dd if=/dev/zero of=sparse bs=1 count=1 seek=64M 2>/dev/null; echo "$(printf 'n%.0s' $(seq 200))" > "$(printf 'n%.0s' $(seq 200)) ü"
      i=0; while [ $i -lt 2000 ]; do echo $i > a/b/$i; i=$((i+1)); done; echo nameless > /unnamed/file; chown 7:8 /t`
    await inside('odd', 'sh', '-c', make)
    const list =
      "cd /t; find . -type l -o -print0 | sort -z | xargs -0 stat -c '%n %F %a %u %g %s %h %t:%T' | grep -v '^. dir\\|directory'; find . -type d | sort | xargs stat -c '%n %a %u %g'; stat -c %Y old; readlink a/link; md5sum sparse owned a/b/77"
    await ground.open.until(() =>
      ['odd', 'twin'].every((name) => ground.open.cluster.container(name)?.state === 'running'),
    )
    const before = await inside('odd', 'sh', '-c', list)
    expect(before).toContain('./null character special file 644 0 0 0 1 1:3')
    expect(await moved(['odd', 'twin'], 'n2', ['copy-volumes'])).toMatchObject({ state: 'succeeded', error: null })
    expect(await inside('odd', 'sh', '-c', list)).toBe(before)
    expect(await inside('odd', 'cat', '/unnamed/file')).toBe('nameless')
    const policy = await docker('n2', 'inspect', '-f', '{{.HostConfig.RestartPolicy.Name}}', 'odd')
    expect(policy.stdout.trim()).toBe('always')
    const answer = await ground.open.cluster
      .engine(ground.open.cluster.host('n2')?.id ?? '')
      .json<Inspect>('GET', '/containers/twin/json')
    const aliases = networksOf(answer).map(([name, { Aliases }]) => [name, ...(Aliases ?? [])])
    expect(aliases).toContainEqual(expect.arrayContaining(['front', 'f1']))
    expect(aliases).toContainEqual(expect.arrayContaining(['back', 'b1']))
    await docker('n2', 'rm', '-f', 'odd', 'twin')
  })

  it('puts back what was there when the new one fails, when the disk is full, and when the target falls silent', async () => {
    const command = 'test -e /tmp/hostname || exit 7; sleep 10000'
    const fussy = ['--init', '--restart', 'on-failure:3', '-v', 'mine:/v', '--name', 'fussy']
    await docker('n1', 'create', ...fussy, 'busybox', 'sh', '-c', command)
    await docker('n1', 'cp', '/etc/hostname', 'fussy:/tmp/')
    await docker('n1', 'start', 'fussy')
    await ground.open.until(() => ground.open.cluster.container('fussy')?.state === 'running')
    await inside('fussy', 'dd', 'if=/dev/urandom', 'of=/v/new', 'bs=1M', 'count=24')
    await docker('n2', 'volume', 'create', '--label', 'whose=theirs', 'mine')
    await docker('n2', 'run', '--rm', '-v', 'mine:/v', 'busybox', 'sh', '-c', 'echo older > /v/old')
    await ground.open.cluster.refresh(ground.open.cluster.host('n2')?.id ?? '', ['volumes'])
    const consents = ['copy-volumes', 'replace-volumes'] as const
    const expectAsBefore = async () => {
      expect(at('fussy')).toBe('n1')
      expect(await inside('fussy', 'ls', '/v')).toBe('new')
      const policy = await docker('n1', 'inspect', '-f', '{{json .HostConfig.RestartPolicy}}', 'fussy')
      expect(JSON.parse(policy.stdout)).toEqual({ Name: 'on-failure', MaximumRetryCount: 3 })
      const volumes = (await docker('n2', 'volume', 'ls', '-q', '--filter', 'label=whose=theirs')).stdout
      expect(volumes.trim()).toBe('mine')
      // The words of a program that ends at once may be lost by an engine that is busy.
      const look = ['run', '--rm', '-v', 'mine:/v', 'busybox', 'sh', '-c', 'ls /v; cat /v/old']
      await expect.poll(async () => (await docker('n2', ...look)).stdout.trim()).toBe('old\nolder')
      expect((await docker('n2', 'volume', 'ls', '-q')).stdout).not.toContain('before-move')
      await ground.open.cluster.refresh(ground.open.cluster.host('n2')?.id ?? '', ['volumes'])
    }
    const failed = await moved(['fussy'], 'n2', [...consents])
    expect(failed.error).toMatch(/fussy exited with code.*fussy runs on n1 as before/)
    await expectAsBefore()

    await ground.lab.fill('n2', { leaveMiB: 8 })
    const full = await moved(['fussy'], 'n2', [...consents])
    expect(full.error).toMatch(/no space left on device.*fussy runs on n1 as before/)
    await ground.lab.heal('n2')
    await expectAsBefore()

    const { id } = await ground.moves.begin(request(['fussy'], 'n2', [...consents]), 'ada')
    await until(id, ({ steps }) => steps.some(({ kind, state }) => kind === 'copy-volume' && state === 'running'))
    await ground.lab.crash('n2')
    // At once, though the target can be tidied up only when it is back.
    await expect.poll(async () => (await running('n1')).includes('fussy'), { timeout: 60_000 }).toBe(true)
    await ground.lab.heal('n2')
    expect((await ended(id)).error).toMatch(/fussy runs on n1 as before/)
    await expectAsBefore()
  })

  it('moves those that share data and a network as one, and leaves nothing of them behind', async () => {
    const mac = '02:11:22:33:44:55'
    await docker('n1', 'network', 'create', 'lan')
    const joined = ['--init', '--network', 'lan', '--mac-address', mac, '-v', 'pair-data:/v']
    await docker('n1', 'run', '-d', '--name', 'pair', ...joined, 'busybox', 'sleep', '10000')
    const guest = ['--init', '--network', 'container:pair', '--volumes-from', 'pair', '--name', 'helper']
    const command = 'test -e /tmp/hostname || test -e /v/anywhere || exit 7; sleep 10000'
    await docker('n1', 'create', ...guest, 'busybox', 'sh', '-c', command)
    await docker('n1', 'cp', '/etc/hostname', 'helper:/tmp/')
    await docker('n1', 'start', 'helper')
    await ground.open.until(() =>
      ['pair', 'helper'].every((name) => ground.open.cluster.container(name)?.state === 'running'),
    )
    await inside('helper', 'sh', '-c', 'echo shared > /v/file')
    await ground.open.cluster.refresh(ground.open.cluster.host('n1')?.id ?? '', ['volumes', 'networks'])
    const names = async (host: string, kind: 'container' | 'volume' | 'network') =>
      (await docker(host, kind, 'ls', ...(kind === 'container' ? ['-a'] : []), '--format', '{{json .}}')).stdout
    const expectAsBefore = async () => {
      expect(await running('n1')).toEqual(expect.arrayContaining(['pair', 'helper']))
      expect(await inside('helper', 'cat', '/v/file')).toBe('shared')
      expect(await names('n2', 'container')).not.toMatch(/"(pair|helper|lotse-copy.*)"/)
      expect(await names('n2', 'network')).not.toContain('"lan"')
    }

    const helper = [expect.objectContaining({ name: 'helper' })]
    const { problems } = await ground.moves.plan(request(['pair'], 'n2', ['copy-volumes']))
    expect(problems).toMatchObject([
      { code: 'volume-shared', along: helper },
      { code: 'shared-by', along: helper },
    ])
    const { refusals } = await ground.moves.placement('pair')
    expect(refusals.map(({ code, hostId }) => [code, hostId])).toEqual([
      ['volume-shared', null],
      ['shared-by', null],
    ])

    // The helper ends at once over there. The server dies at each step, there and back.
    await ground.moves.stop()
    const killed: string[] = []
    await startKilledAtEachStep(killed)
    const failed = await moved(['helper', 'pair'], 'n2', ['copy-volumes'])
    await ground.moves.stop()
    await start()
    expect(failed).toMatchObject({ state: 'failed', canUndo: false })
    expect(failed.error).toMatch(/helper exited with code 7.*pair runs on n1 as before\. helper runs on n1 as before/)
    expect(killed.map((step) => step.split(' ').at(0))).toEqual([
      ...['create-network', 'stop-original', 'stop-original', 'copy-volume', 'create-container', 'create-container'],
      ...['start-container', 'wait-container', 'start-container', 'undo-remove-copy', 'undo-remove-copy'],
      ...['undo-start-original', 'undo-start-original', 'undo-remove-copied-volume', 'undo-remove-network'],
    ])
    await expectAsBefore()
    expect(await names('n2', 'volume')).not.toContain('pair-data')
    await expect(ground.moves.undo(failed.id, [], 'ada')).rejects.toMatchObject({ code: 'conflict' })

    await inside('helper', 'touch', '/v/anywhere')
    const begun = await ground.moves.begin(request(['pair', 'helper'], 'n2', ['copy-volumes']), 'ada')
    await expect(ground.moves.begin(request(['helper'], 'n3', ['copy-volumes']), 'bob')).rejects.toMatchObject({
      code: 'conflict',
      details: { moveId: begun.id },
    })
    expect(await ended(begun.id)).toMatchObject({ state: 'succeeded', error: null })
    expect(at('pair') + at('helper')).toBe('n2n2')
    expect(await inside('helper', 'cat', '/v/file')).toBe('shared')
    // Its network is that of the other, who has kept the address that was chosen for him.
    for (const name of ['pair', 'helper']) expect(await inside(name, 'cat', '/sys/class/net/eth0/address')).toBe(mac)
    await inside('helper', 'sh', '-c', 'echo since > /v/file')
    expect(await inside('pair', 'cat', '/v/file')).toBe('since')

    await inside('pair', 'sh', '-c', 'echo shared > /v/file')
    expect(await takenBack(begun.id)).toMatchObject({ state: 'succeeded', error: null })
    await expectAsBefore()
    await docker('n1', 'rm', '-f', 'helper', 'pair')
  })

  it('leaves the original running when the new one is never healthy, or its port is taken by nobody the plan knows', async () => {
    const health = ['--health-cmd', 'test -e /tmp/hostname', '--health-interval', '1s', '--health-retries', '2']
    const served = ['--init', ...health, '-p', '18083:80', '--name', 'served', 'busybox', 'sleep', '10000']
    await docker('n1', 'create', ...served)
    await docker('n1', 'cp', '/etc/hostname', 'served:/tmp/')
    await docker('n1', 'start', 'served')
    await ground.open.until(() => ground.open.cluster.container('served')?.health === 'healthy')
    const unhealthy = await moved(['served'], 'n2')
    expect(unhealthy.error).toMatch(/unhealthy.*served runs on n1 as before/)
    const squatter = ['--init', '--network', 'host', '--name', 'squatter', 'busybox', 'httpd', '-f', '-p', '18083']
    await docker('n2', 'run', '-d', ...squatter)
    // That it runs is not yet that it listens.
    const held = () => ground.lab.exec('n2', 'ss', '-Htln', 'sport = :18083').then(({ stdout }) => stdout)
    await expect.poll(held).toContain('18083')
    await ground.open.until(() => ground.open.cluster.container('squatter')?.state === 'running')
    const taken = await moved(['served'], 'n2')
    expect(taken.error).toMatch(/18083.*served runs on n1 as before/)
    expect(ground.open.cluster.container('served')).toMatchObject({
      hostName: 'n1',
      state: 'running',
      health: 'healthy',
    })
    expect((await docker('n2', 'ps', '-a', '--format', '{{.Names}}')).stdout).not.toContain('served')
    await docker('n2', 'rm', '-f', 'squatter')
  })

  it('leaves the original running when the new one ends at once', async () => {
    const command = 'test -e /tmp/hostname || { echo not where I was; exit 7; }; sleep 1000'
    await docker('n1', 'create', '--init', '--name', 'picky', 'busybox', 'sh', '-c', command)
    await docker('n1', 'cp', '/etc/hostname', 'picky:/tmp/')
    await docker('n1', 'start', 'picky')
    await ground.open.until(() => ground.open.cluster.container('picky')?.state === 'running')
    const before = ground.open.cluster.container('picky')?.id
    const move = await moved(['picky'], 'n2')
    expect(move).toMatchObject({ state: 'failed', canUndo: false, containers: [{ state: 'stayed' }] })
    expect(move.error).toMatch(/picky exited with code 7.*not where I was.*picky runs on n1 as before/)
    expect(ground.open.cluster.container('picky')?.id).toBe(before)
    expect((await docker('n2', 'ps', '-a', '--format', '{{.Names}}')).stdout).not.toContain('picky')
  })
})
