// What goes wrong only when two things happen at once, or when one container of many is sick.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCluster, type TestCluster } from '@/server/testing/cluster'
import { fakeContainer } from '@/server/testing/fake-engine'

/** These tests hold answers back, also on a machine that is busy with others. */
const patient = { pingTimeoutMs: 5_000, readTimeoutMs: 20_000, unreachableAfterMs: 20_000 }
const soon = { timeout: 20_000 }
const answerWith = (value: unknown) => JSON.stringify(value)
const gate = () => {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}

describe('at the same time', () => {
  let test: TestCluster
  beforeEach(async () => {
    test = openTestCluster(patient)
    await test.cluster.start()
  })
  afterEach(() => test.end())

  it('keeps a container that was made while the list was on its way', async () => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' })] })
    const host = await test.cluster.addHost({ address: fake.address })
    const asked = gate()
    const answered = gate()
    fake.routes.set('/containers/json', async (_, response) => {
      asked.open()
      await answered.opened
      response.end(answerWith([{ Id: 'a1', Names: ['/a1'], State: 'running', Status: 'Up 1 second' }]))
    })
    const refreshed = test.cluster.refresh(host.id, ['containers'])
    await asked.opened
    fake.add(fakeContainer({ Id: 'b2' }))
    await expect.poll(() => test.cluster.container('b2'), soon).toBeDefined()
    answered.open()
    await refreshed
    expect(test.cluster.container('b2')).toBeDefined()
  })

  it('sees what happens on a host while its engine lets nobody look at one container', async () => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'old' })] })
    await test.cluster.addHost({ address: fake.address })
    const asked = gate()
    const answered = gate()
    fake.routes.set('/containers/slow/json', async (_, response) => {
      asked.open()
      await answered.opened
      response.end(answerWith(fakeContainer({ Id: 'slow' })))
    })
    const others = ['one', 'two', 'three', 'four', 'five']
    // Told of in one go, and so asked for together.
    for (const Id of ['slow', ...others]) fake.add(fakeContainer({ Id }))
    fake.remove('old')
    await asked.opened
    await expect.poll(() => test.cluster.container('old'), soon).toBeUndefined()
    for (const Id of others) await expect.poll(() => test.cluster.container(Id), soon).toBeDefined()
    fake.add(fakeContainer({ Id: 'later' }))
    await expect.poll(() => test.cluster.container('later'), soon).toBeDefined()
    fake.setState('one', 'exited', 'die')
    await expect.poll(() => test.cluster.container('one')?.state, soon).toBe('exited')
    expect(test.cluster.container('slow')).toBeUndefined()
    answered.open()
    await expect.poll(() => test.cluster.container('slow'), soon).toBeDefined()
  })

  it('shows who looks at a container what a reading has learnt of it that waits for another one', async () => {
    const fake = await test.engine()
    const host = await test.cluster.addHost({ address: fake.address })
    const asked = gate()
    const answered = gate()
    fake.routes.set('/containers/slow/json', async (_, response) => {
      asked.open()
      await answered.opened
      response.end(answerWith(fakeContainer({ Id: 'slow' })))
    })
    const others = ['one', 'two', 'three', 'four', 'five']
    for (const Id of [...others, 'slow']) fake.add(fakeContainer({ Id }))
    await asked.opened
    // The answers before it have arrived by the end of another question.
    await test.cluster.refresh(host.id, ['images'])
    for (const id of others) {
      await test.cluster.look(host.id, id)
      expect(test.cluster.container(id)).toBeDefined()
    }
    answered.open()
    await expect.poll(() => test.cluster.container('slow'), soon).toBeDefined()
  })

  it('asks about a container one at a time, and again when something happened to it meanwhile', async () => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' })] })
    await test.cluster.addHost({ address: fake.address })
    const asked = gate()
    const answered = gate()
    let underWay = 0
    let most = 0
    fake.routes.set('/containers/a1/json', async (_, response) => {
      underWay += 1
      most = Math.max(most, underWay)
      const answer = answerWith(fakeContainer({ Id: 'a1', Name: '/before' }))
      asked.open()
      await answered.opened
      underWay -= 1
      fake.routes.delete('/containers/a1/json')
      response.end(answer)
    })
    fake.setState('a1', 'exited', 'die')
    await asked.opened
    for (let turn = 0; turn < 3; turn += 1) {
      fake.setState('a1', 'running', 'start')
      fake.add(fakeContainer({ Id: `other${turn}` }))
      await expect.poll(() => test.cluster.container(`other${turn}`), soon).toBeDefined()
    }
    answered.open()
    await expect.poll(() => test.cluster.container('a1')?.state, soon).toBe('running')
    expect(test.cluster.container('a1')?.name).not.toBe('before')
    expect(most).toBe(1)
  })

  it('does not bring back a container that was destroyed while it was being read', async () => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' })] })
    const host = await test.cluster.addHost({ address: fake.address })
    const asked = gate()
    const answered = gate()
    fake.routes.set('/containers/a1/json', async (_, response) => {
      asked.open()
      await answered.opened
      response.end(answerWith(fakeContainer({ Id: 'a1', Name: '/other' })))
    })
    fake.routes.set('/containers/json', (_, response) => {
      response.end(answerWith([{ Id: 'a1', Names: ['/other'], State: 'running', Status: 'Up 1 second' }]))
    })
    const refreshed = test.cluster.refresh(host.id, ['containers'])
    await asked.opened
    fake.remove('a1')
    await expect.poll(() => test.cluster.container('a1'), soon).toBeUndefined()
    answered.open()
    await refreshed
    expect(test.cluster.container('a1')).toBeUndefined()
  })

  it('reads a container once for its event and for whoever looks at it then', async () => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' })] })
    const host = await test.cluster.addHost({ address: fake.address })
    const looked = new Promise<void>((resolve, reject) => {
      const untap = test.cluster.tap({
        event() {
          untap()
          test.cluster.look(host.id, 'a1').then(resolve, reject)
        },
      })
    })
    fake.requests.length = 0
    fake.setState('a1', 'exited', 'die')
    await looked
    expect(test.cluster.container('a1')?.state).toBe('exited')
    fake.add(fakeContainer({ Id: 'b2' }))
    await expect.poll(() => test.cluster.container('b2'), soon).toBeDefined()
    expect(fake.requests.filter((line) => line === 'GET /containers/a1/json')).toHaveLength(1)
  })

  it('reads what an event told of again when the look at it failed', async () => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' })] })
    const host = await test.cluster.addHost({ address: fake.address })
    const looked = new Promise<void>((resolve) => {
      test.cluster.tap({
        event: () =>
          void test.cluster
            .look(host.id, 'a1')
            .catch(() => fake.pathFaults.clear())
            .then(resolve),
      })
    })
    fake.pathFaults.set('/containers/a1', 'html')
    fake.setState('a1', 'exited', 'die')
    await looked
    await expect.poll(() => test.cluster.container('a1')?.state, soon).toBe('exited')
  })

  it('asks again about a container that could not be read when its event came', async () => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' })] })
    await test.cluster.addHost({ address: fake.address })
    fake.pathFaults.set('/containers/a1', 'html')
    fake.requests.length = 0
    fake.setState('a1', 'exited', 'die')
    await expect.poll(() => fake.requests, soon).toContain('GET /containers/a1/json')
    fake.pathFaults.clear()
    await expect.poll(() => test.cluster.container('a1')?.state, soon).toBe('exited')
  })

  it('keeps what an engine has said last of itself, whichever answer comes last', async () => {
    const fake = await test.engine()
    const host = await test.cluster.addHost({ address: fake.address })
    const cpus = () => test.cluster.host(host.id)?.total.cpus
    const asked = gate()
    const answered = gate()
    const old = answerWith({ ...fake.info, NCPU: 3 })
    fake.routes.set('/info', async (_, response) => {
      asked.open()
      await answered.opened
      response.end(old)
    })
    const first = test.cluster.refresh(host.id, ['info'])
    await asked.opened
    fake.routes.set('/info', (_, response) => void response.end(answerWith({ ...fake.info, NCPU: 7 })))
    await test.cluster.refresh(host.id, ['info'])
    expect(cpus()).toBe(7)
    answered.open()
    await first
    expect(cpus()).toBe(7)
  })

  it('does not bring back one that was destroyed while another was still being read', async () => {
    const fake = await test.engine({ containers: [fakeContainer({ Id: 'a1' }), fakeContainer({ Id: 'b2' })] })
    const host = await test.cluster.addHost({ address: fake.address })
    await expect.poll(() => test.cluster.container('b2'), soon).toBeDefined()
    const asked = gate()
    const answered = gate()
    fake.routes.set('/containers/b2/json', async (_, response) => {
      await asked.opened
      await answered.opened
      response.end(answerWith(fakeContainer({ Id: 'b2', Name: '/other' })))
    })
    fake.routes.set('/containers/a1/json', (_, response) => {
      response.end(answerWith(fakeContainer({ Id: 'a1', Name: '/renamed' })))
      asked.open()
    })
    const list = ['a1', 'b2'].map((Id) => ({ Id, Names: ['/changed'], State: 'running', Status: 'Up 1 second' }))
    fake.routes.set('/containers/json', (_, response) => void response.end(answerWith(list)))
    const refreshed = test.cluster.refresh(host.id, ['containers'])
    await asked.opened
    fake.routes.delete('/containers/a1/json')
    fake.remove('a1')
    await expect.poll(() => test.cluster.container('a1'), soon).toBeUndefined()
    answered.open()
    await refreshed
    expect(test.cluster.container('a1')).toBeUndefined()
    expect(test.cluster.container('b2')?.name).toBe('other')
  })

  it('takes the newer of two lists, whichever arrives last', async () => {
    const fake = await test.engine()
    const host = await test.cluster.addHost({ address: fake.address })
    const asked = gate()
    const answered = gate()
    const old = [{ Id: 'old', Name: 'old', Scope: 'local', Driver: 'bridge' }]
    fake.routes.set('/networks', async (_, response) => {
      fake.routes.delete('/networks')
      asked.open()
      await answered.opened
      response.end(answerWith(old))
    })
    const first = test.cluster.refresh(host.id, ['networks'])
    await asked.opened
    fake.networks.push({ Id: 'new', Name: 'new', Scope: 'local', Driver: 'bridge' })
    await test.cluster.refresh(host.id, ['networks'])
    answered.open()
    await first
    expect(test.cluster.networks().map(({ name }) => name)).toContain('new')
  })

  it('takes a look that says the same for newer than a list that was asked for before it and comes after it', async () => {
    const fake = await test.engine()
    const host = await test.cluster.addHost({ address: fake.address })
    const look = () => test.cluster.refresh(host.id, ['networks', 'images', 'volumes'])
    await look()
    const asked = gate()
    const answered = gate()
    fake.routes.set('/networks', async (_, response) => {
      fake.routes.delete('/networks')
      asked.open()
      await answered.opened
      response.end(answerWith([{ Id: 'gone', Name: 'gone', Scope: 'local', Driver: 'bridge' }]))
    })
    const late = test.cluster.refresh(host.id, ['networks'])
    await asked.opened
    await look()
    answered.open()
    await late
    expect(test.cluster.networks().map(({ name }) => name)).toEqual(['bridge'])
  })

  it('leaves nothing of a host that is removed while it is being read', async () => {
    const ids = Array.from({ length: 12 }, (_, number) => `a${number}`)
    const fake = await test.engine({ containers: ids.map((Id) => fakeContainer({ Id })) })
    const asked = gate()
    fake.routes.set('/containers/a11/json', () => asked.open())
    const adding = test.cluster.addHost({ address: fake.address })
    await asked.opened
    const [host] = test.cluster.hosts()
    await test.cluster.removeHost(host?.id ?? '')
    await adding.catch(() => undefined)
    await expect.poll(() => test.changes.flatMap(({ hosts }) => hosts.removed), soon).toContain(host?.id)
    await expect.poll(() => test.changes.at(-1)?.revision, soon).toBe(test.cluster.revision())
    expect(test.cluster.containersOf({})).toEqual([])
    expect(test.store.rows.size).toBe(0)
  })

  it('adds an address once, however often it is asked at once', async () => {
    const fake = await test.engine()
    const results = await Promise.allSettled([1, 2].map(() => test.cluster.addHost({ address: fake.address })))
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(test.cluster.hosts()).toHaveLength(1)
    expect(test.store.rows.size).toBe(1)
  })

  it('keeps both of two changes to a host', async () => {
    const fake = await test.engine({ name: 'kiel' })
    await test.cluster.addHost({ address: fake.address })
    await Promise.all([
      test.cluster.patchHost('kiel', { labels: { zone: 'north' } }),
      test.cluster.patchHost('kiel', { availability: 'drain' }),
    ])
    expect(test.cluster.host('kiel')).toMatchObject({ availability: 'drain', labels: { console: { zone: 'north' } } })
    expect([...test.store.rows.values()]).toMatchObject([{ availability: 'drain', labels: { zone: 'north' } }])
  })

  it('takes a change back that could not be stored', async () => {
    const fake = await test.engine({ name: 'kiel' })
    await test.cluster.addHost({ address: fake.address })
    const { put } = test.store
    test.store.put = async () => {
      throw new Error('the disk is full')
    }
    await expect(test.cluster.patchHost('kiel', { availability: 'drain' })).rejects.toThrow('the disk is full')
    test.store.put = put
    expect(test.cluster.host('kiel')?.availability).toBe('active')
  })
})

describe('a sick container', () => {
  let test: TestCluster
  beforeEach(async () => {
    test = openTestCluster(patient)
    await test.cluster.start()
  })
  afterEach(() => test.end())

  it('does not keep its host out, and is shown with what the list says of it', async () => {
    const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' }
    const sick = fakeContainer({ Id: 'b2', Name: '/sick', Config: { Image: 'busybox:1', Labels: labels } })
    const fake = await test.engine({ containers: ['a1', 'c3'].map((Id) => fakeContainer({ Id })) })
    fake.containers.set('b2', sick)
    fake.routes.set('/containers/b2/json', (_, response) => {
      response.writeHead(500, { 'content-type': 'application/json' })
      response.end(answerWith({ message: 'RWLayer of container b2 is unexpectedly nil' }))
    })
    const host = await test.cluster.addHost({ address: fake.address })
    expect(host.state).toBe('healthy')
    expect(test.cluster.containersOf({}).map(({ id }) => id)).toEqual(expect.arrayContaining(['a1', 'b2', 'c3']))
    expect(test.cluster.container('sick')).toMatchObject({ state: 'running', stack: 'shop', service: 'web' })
    fake.setState('a1', 'exited', 'die')
    fake.emit({ Type: 'container', Action: 'update', Actor: { ID: 'b2' } })
    await expect.poll(() => test.cluster.container('a1')?.state, soon).toBe('exited')
    expect(test.cluster.container('sick')).toBeDefined()
  })
})
