// Where images come from: built and carried to other hosts, pulled by digest, copied from the host that has them; and the
// same deploys on the older generation of engines, whose overlays live in a key-value store.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import { type LabStacks, openLabStacks } from '@/server/testing/lab-stacks'

const removed = async (open: LabStacks, name: string) =>
  open.ended((await open.stacks.remove(name, { volumes: true }, 'test')).id)
const kinds = (operations: { kind: string }[], kind: string) => operations.filter((item) => item.kind === kind).length

describe.sequential('images on modern engines', () => {
  let lab: Lab
  let open: LabStacks

  beforeAll(async () => {
    lab = await startLab({ hosts: 3 })
    await lab.swarm(1)
    open = await openLabStacks(lab)
  })
  afterAll(async () => {
    await open?.close()
    await lab?.down()
  })
  const inside = async (name: string, ...command: string[]) =>
    (await lab.docker(open.cluster.container(name)?.hostName ?? '', 'exec', name, ...command)).stdout.trim()

  it('are built once, carried to the other hosts, and built again only when a file of the context changed', async () => {
    const compose = `
services:
  app:
    build: {context: ./app, args: {GREETING: hello}}
    command: [sleep, "1000"]
    stop_grace_period: 0s
    deploy: {replicas: 3, placement: {max_replicas_per_node: 1}}
`
    const files = (page: string) => [
      { path: 'compose.yaml', content: compose },
      {
        path: 'app/Dockerfile',
        content: 'FROM busybox\nARG GREETING\nRUN echo $GREETING > /greeting\nCOPY page.html /page.html\n',
      },
      { path: 'app/page.html', content: page },
    ]
    const first = await open.deployed('built', compose, { files: files('one') })
    expect(kinds(first.operations, 'build-image')).toBe(1)
    expect(kinds(first.operations, 'copy-image')).toBe(2)
    for (const number of [1, 2, 3]) {
      expect(await inside(`built-app-${number}`, 'cat', '/page.html')).toBe('one')
      expect(await inside(`built-app-${number}`, 'cat', '/greeting')).toBe('hello')
    }
    expect((await open.deployed('built', compose, { files: files('one') })).operations).toEqual([])
    const second = await open.deployed('built', compose, { files: files('two') })
    expect(kinds(second.operations, 'build-image')).toBe(1)
    expect(await inside('built-app-3', 'cat', '/page.html')).toBe('two')
    await removed(open, 'built')
  })

  it('fail to build with the words of the builder, and what ran runs on', async () => {
    const compose = (run: string) => `
services:
  app:
    build: {dockerfile_inline: "FROM busybox\\nRUN ${run}\\n"}
    command: [sleep, "1000"]
    stop_grace_period: 0s
`
    await open.deployed('built', compose('true'))
    const before = open.cluster.container('built-app-1')?.id
    await expect(open.deployed('built', compose('echo broken; exit 4'))).rejects.toThrow(
      /Building built-app on n\d failed: .*exit 4/,
    )
    expect(open.cluster.container('built-app-1')).toMatchObject({ id: before, state: 'running' })
    await removed(open, 'built')
  })

  it('are copied from the one host that has them when no registry does, or only get the name there', async () => {
    await lab.docker('n1', 'tag', 'busybox', 'only-here:1')
    const made = await lab.docker('n1', 'create', 'busybox', 'sh')
    await lab.docker('n1', 'commit', made.stdout.trim(), 'made-here:1')
    await lab.docker('n1', 'rm', made.stdout.trim())
    await open.cluster.refresh(open.cluster.host('n1')?.id ?? '', ['images'])
    const compose = `
services:
  named: {image: "only-here:1", command: [sleep, "1000"], stop_grace_period: 0s, deploy: {placement: {constraints: [node.hostname == n2]}}}
  made: {image: "made-here:1", command: [sleep, "1000"], stop_grace_period: 0s, deploy: {placement: {constraints: [node.hostname == n3]}}}
`
    const deployment = await open.deployed('copied', compose)
    expect(deployment.operations.filter(({ kind }) => kind === 'copy-image').map(({ target }) => target)).toEqual([
      'made-here:1',
    ])
    expect(open.cluster.container('copied-named-1')).toMatchObject({ hostName: 'n2', state: 'running' })
    expect(open.cluster.container('copied-made-1')).toMatchObject({ hostName: 'n3', state: 'running' })
    await removed(open, 'copied')
  })

  it('are known by their digest: a moved tag is a difference, and going back runs what ran', async () => {
    const reference = `${lab.registry}/team/app:1`
    const push = async (from: string) => {
      await lab.docker('n3', 'tag', from, reference)
      await lab.docker('n3', 'push', reference)
      await lab.docker('n3', 'rmi', reference)
      await open.cluster.refresh(open.cluster.host('n3')?.id ?? '', ['images'])
    }
    const compose = `
services:
  app: {image: "${reference}", stop_grace_period: 0s, deploy: {placement: {constraints: [node.hostname == n1]}}}
`
    await push('lab/web:1')
    const first = await open.deployed('pinned', compose)
    expect(first.operations.find(({ kind }) => kind === 'pull-image')?.detail).toMatch(
      /of \d layers|Downloaded newer image/,
    )
    const [revision] = await open.stacks.revisions('pinned')
    expect(revision?.digests[reference]).toMatch(/^sha256:/)
    expect(await inside('pinned-app-1', 'sh', '-c', 'echo $VERSION')).toBe('1')

    await push('lab/web:2')
    expect((await open.deployed('pinned', compose)).operations).toEqual([])
    await open.deployed('pinned', compose, { pull: 'always' })
    expect(await inside('pinned-app-1', 'sh', '-c', 'echo $VERSION')).toBe('2')
    expect((await open.deployed('pinned', compose, { pull: 'always' })).operations).toEqual([])

    const back = await open.ended((await open.stacks.rollback('pinned', 1, 'test')).id)
    expect(back.error).toBeNull()
    expect(await inside('pinned-app-1', 'sh', '-c', 'echo $VERSION')).toBe('1')
    await removed(open, 'pinned')
  })
})

describe.sequential('engines with a key-value store', () => {
  let lab: Lab
  let open: LabStacks

  beforeAll(async () => {
    lab = await startLab({ hosts: 2, generation: 'kv' })
    open = await openLabStacks(lab)
  })
  afterAll(async () => {
    await open?.close()
    await lab?.down()
  })

  it('run a v2 file over two networks, each name known over hosts, and replace it', async () => {
    const compose = (version: number) => `
version: "2"
services:
  front:
    image: lab/web:${version}
    stop_grace_period: 0s
    networks: [edge, back]
    environment: ["constraint:node==n1"]
  data:
    image: lab/web:2
    stop_grace_period: 0s
    networks: {back: {aliases: [store]}}
    environment: ["constraint:node==n2"]
networks: {edge: {}, back: {}}
`
    await open.deployed('kv', compose(1))
    // The engines tell each other of names by gossip, in their own time.
    const fetch = () =>
      lab.docker('n1', 'exec', 'kv-front-1', 'wget', '-T', '10', '-qO-', 'http://store/').then(
        ({ stdout }) => stdout,
        (error: Error) => error.message,
      )
    await expect.poll(fetch).toMatch(/version 2/)
    expect((await open.deployed('kv', compose(1))).operations).toEqual([])
    await open.deployed('kv', compose(2))
    await expect.poll(fetch).toMatch(/version 2/)
    expect(
      open.cluster
        .container('kv-front-1')
        ?.networks.map(({ name }) => name)
        .sort(),
    ).toEqual(['kv_back', 'kv_edge'])
    expect(await removed(open, 'kv')).toMatchObject({ state: 'succeeded' })
  })
})
