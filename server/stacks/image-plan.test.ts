// How what is built once comes to every host that runs it: streamed, or through a registry.
import { describe, expect, it } from 'vitest'
import type { Host } from '@/lib/contract/hosts'
import type { SourceFile } from '@/lib/contract/stacks'
import { aModel, anImage, aPlanInput, aService, aSnapshot, threeHosts } from '@/server/testing/stack-builders'
import { buildPlanOf, pushedReference } from './build-plan'
import { lotseLabel } from './labels'
import { planStack } from './plan'
import type { PlanInput } from './plan-input'

const hosts = threeHosts()
const files: SourceFile[] = [{ path: 'Dockerfile', content: 'FROM busybox\n' }]
const service = aService('app', {
  build: { context: '.' },
  deploy: { replicas: 3, placement: { max_replicas_per_node: 1 }, resources: {} },
})
// A service that is built and names no image gets its name from the stack.
const { image: _, ...app } = service
const model = aModel([app])
const prefix = 'kiel.lan:5000/team'
const hash = buildPlanOf(model, app, files)?.hash ?? ''
const via = pushedReference(prefix, 'shop-app', hash)

const planned = (builds: PlanInput['builds'], having: string[] = [], label = hash) => {
  const holders = hosts.filter(({ name }) => having.includes(name))
  const built = anImage('shop-app:latest', holders, { digests: [], labels: { [lotseLabel.build]: label } })
  const images = holders.length > 0 ? [built] : []
  const { plan } = planStack(aPlanInput(model, aSnapshot(hosts, { images }), { files, builds }))
  expect(plan.problems).toEqual([])
  const steps = plan.operations.filter(({ kind }) => kind.endsWith('-image'))
  const names = steps.map(({ kind, hostId }) => `${kind.replace('-image', '')} ${hostId?.replace('id-', '')}`).sort()
  return { plan, steps, names }
}

describe('an image that is built', () => {
  it('is built on one host and streamed to the others where there is no registry', () => {
    const { names } = planned(null)
    expect(names).toHaveLength(3)
    expect(names.map((name) => name.split(' ')[0])).toEqual(['build', 'copy', 'copy'])
  })

  it('is built once, pushed, and pulled by the others, in that order', () => {
    const { plan, steps, names } = planned({ prefix, present: [] })
    expect(names.map((name) => name.split(' ')[0])).toEqual(['build', 'pull', 'pull', 'push'])
    const step = (kind: string) => steps.filter((item) => item.kind === kind)
    const [build] = step('build-image')
    const [push] = step('push-image')
    expect(push).toMatchObject({ target: via, hostId: build?.hostId, after: [build?.id], input: { hash } })
    for (const pull of step('pull-image')) {
      expect(pull).toMatchObject({ target: 'shop-app', after: [push?.id], input: { built: { from: via, hash } } })
    }
    const made = plan.operations.filter(({ kind }) => kind === 'create-container')
    // Not even where it was built anything runs before the registry has taken it.
    expect(made.find(({ hostId }) => hostId === build?.hostId)?.after).toContain(push?.id)
    expect(
      made.every(({ hostId, after }) => steps.some((one) => one.hostId === hostId && after.includes(one.id))),
    ).toBe(true)
    expect(plan.images).toContainEqual(
      expect.objectContaining({
        reference: via,
        hostNames: [build?.hostId?.replace('id-', '')],
        action: 'push',
      }),
    )
  })

  it('is only pulled when the registry has it, and not even that where it is already', () => {
    expect(planned({ prefix, present: [via] }).names).toEqual(['pull n1', 'pull n2', 'pull n3'])
    expect(planned({ prefix, present: [via] }, ['n2']).names).toEqual(['pull n1', 'pull n3'])
    expect(planned({ prefix, present: [] }, ['n1', 'n2', 'n3']).names).toEqual([])
  })

  it('is pushed by a host that has it when the registry has lost it', () => {
    expect(planned({ prefix, present: [] }, ['n2']).names).toEqual(['pull n1', 'pull n3', 'push n2'])
  })

  it('is built anew when what a host has was made from other files', () => {
    const { names } = planned({ prefix, present: [] }, ['n1', 'n2', 'n3'], 'another')
    expect(names.map((name) => name.split(' ')[0])).toEqual(['build', 'pull', 'pull', 'push'])
  })
})

describe('the name in the registry', () => {
  const long = 'abcdef0123456789ffff'
  it.each([
    [prefix, 'shop-app', `${prefix}/shop-app:build-abcdef0123456789`],
    [prefix, 'team/app:2', `${prefix}/team/app:build-abcdef0123456789`],
    [prefix, 'ghcr.io/team/app:2', `${prefix}/team/app:build-abcdef0123456789`],
    [prefix, `${prefix}/app:2`, `${prefix}/app:build-abcdef0123456789`],
    ['docker.io/ada', 'shop-app', 'docker.io/ada/shop-app:build-abcdef0123456789'],
    ['docker.io/ada', 'team/app', 'docker.io/ada/team-app:build-abcdef0123456789'],
    ['docker.io/ada', 'ada/app:1', 'ada/app:build-abcdef0123456789'],
  ])('under %s of %s is %s', (under, image, name) => {
    expect(pushedReference(under, image, long)).toBe(name)
  })

  it('is another one for other files', () => {
    const other = buildPlanOf(model, app, [{ path: 'Dockerfile', content: 'FROM redis\n' }])?.hash ?? ''
    expect(pushedReference(prefix, 'shop-app', other)).not.toBe(via)
  })
})

describe('the size of an image', () => {
  const [n1, n2] = hosts as [Host, Host]

  it('is what a host that has it says, and unknown where none has it', () => {
    const some = [anImage('web:1', [n1], { sizeBytes: 5 }), anImage('web:2', [n2], { sizeBytes: 7 })]
    const services = [
      aService('web', { image: 'web:2', deploy: { mode: 'global', placement: {}, resources: {} } }),
      aService('x', { image: 'none:1' }),
    ]
    const { plan } = planStack(aPlanInput(aModel(services), aSnapshot(hosts, { images: some })))
    expect(plan.images.filter(({ action }) => action === 'pull')).toEqual([
      { reference: 'web:2', hostNames: ['n1', 'n3'], action: 'pull', sizeBytes: 7, askAs: null },
      { reference: 'none:1', hostNames: [expect.any(String)], action: 'pull', sizeBytes: null, askAs: 'none:1' },
    ])
    const wantedDigests = { 'web:2': 'sha256:newer' }
    const moved = planStack(aPlanInput(aModel(services), aSnapshot(hosts, { images: some }), { wantedDigests })).plan
    expect(moved.images.find(({ reference }) => reference === 'web:2')).toMatchObject({
      sizeBytes: null,
      askAs: 'web@sha256:newer',
    })
  })
})
