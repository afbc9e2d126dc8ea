import { describe, expect, it } from 'vitest'
import { newId, oldId, stubEngine } from '@/server/testing/recreate-engine'
import { createRequest } from './create-request'
import { isKnownByImage, stillItself } from './own-labels'
import type { Fields, Inspect } from './types'

const Labels = {
  'com.docker.swarm.id': 'f'.repeat(64),
  'com.docker.swarm.reschedule-policies': '["on-node-failure"]',
}
const inspect = (Labels: Fields): Inspect => ({
  Id: oldId,
  Name: '/web',
  Image: 'i',
  Config: { Labels },
  HostConfig: {},
})
const edited = (old: Inspect, image: Fields, remove: string[] = []) => {
  const before = createRequest(old, image)
  const kept = Object.entries(before.body.Labels as Fields).filter(([name]) => !remove.includes(name))
  const after = { ...before, body: { ...before.body, Labels: Object.fromEntries(kept) } }
  return stillItself(old, image, before, after).Labels as Fields
}

describe('a container whose image was committed of itself', () => {
  it('is known by its image when it says nothing else, and by itself when it got an id of its own', () => {
    expect(isKnownByImage(Labels, { Labels })).toBe(true)
    const committed = { ...Labels, 'io.lotse.rescheduled': '7', 'io.lotse.rescheduled.then': '{}' }
    expect(isKnownByImage(committed, { Labels: committed })).toBe(true)
    expect(isKnownByImage({ ...committed, 'com.docker.swarm.id': 'a'.repeat(64) }, { Labels: committed })).toBe(false)
    expect(isKnownByImage({}, {})).toBe(false)
    expect(isKnownByImage(Labels, null)).toBe(false)
  })

  it('stays itself, edit after edit, also when each next image is committed of it', () => {
    let old = inspect(Labels)
    let image: Fields = { Labels: {} }
    for (let at = 0; at < 3; at += 1) {
      const said = edited(old, image)
      image = { Labels: old.Config.Labels }
      old = inspect({ ...(image.Labels as Fields), ...said })
      expect(isKnownByImage(old.Config.Labels as Fields, image)).toBe(false)
      expect(old.Config.Labels).toMatchObject({ ...Labels, 'io.lotse.rescheduled': '0' })
    }
  })

  it('is made no copy of anything by an edit, and none that somebody wants it not to be', () => {
    expect(edited(inspect(Labels), { Labels })).toEqual({})
    const policies = 'com.docker.swarm.reschedule-policies'
    expect(edited(inspect(Labels), {}, [policies])).not.toHaveProperty(policies)
    expect(edited(inspect({ own: 'x' }), {})).toEqual({ own: 'x' })
  })

  it('is created with what tells that', async () => {
    const stub = stubEngine({ old: { Config: { Image: 'nginx:1', Labels } } })
    expect(await stub.run()).toMatchObject({ outcome: 'recreated' })
    const made = stub.containers.get(newId)?.Config.Labels as Record<string, string>
    expect(made).toMatchObject(Labels)
    expect(JSON.parse(made['io.lotse.rescheduled.then'] ?? '')).toEqual({ made: expect.any(String) })
  })
})
