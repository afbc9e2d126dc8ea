import { describe, expect, it } from 'vitest'
import { digestIn, familiarReference, imageAnswersTo, parseImageReference, withDigest } from './image-reference'

const digest = `sha256:${'a'.repeat(64)}`

describe('image references', () => {
  it('are one however they are written', () => {
    for (const text of ['redis', 'redis:latest', 'docker.io/redis', 'index.docker.io/library/redis:latest']) {
      expect(familiarReference(text)).toBe('redis:latest')
    }
    expect(familiarReference('library/redis:7')).toBe('redis:7')
    expect(familiarReference('kiel.lan:5000/team/app')).toBe('kiel.lan:5000/team/app:latest')
    expect(familiarReference(`redis:7@${digest}`)).toBe(`redis@${digest}`)
  })

  it('tell a registry from a folder', () => {
    expect(parseImageReference('kiel.lan:5000/team/app:2')).toEqual({
      registry: 'kiel.lan:5000',
      repository: 'kiel.lan:5000/team/app',
      tag: '2',
      digest: null,
    })
    expect(parseImageReference('localhost/app').registry).toBe('localhost')
    expect(parseImageReference('team/app').registry).toBeNull()
  })

  it('find their image by tag, digest or id', () => {
    const image = { id: 'sha256:1', tags: ['redis:7'], digests: [`redis@${digest}`] }
    expect(imageAnswersTo(image, 'docker.io/library/redis:7')).toBe(true)
    expect(imageAnswersTo(image, withDigest('redis:7', digest))).toBe(true)
    expect(imageAnswersTo(image, 'sha256:1')).toBe(true)
    expect(imageAnswersTo(image, 'redis:6')).toBe(false)
    expect(imageAnswersTo(image, 'valkey:7')).toBe(false)
    expect(digestIn(image.digests, 'redis:7')).toBe(digest)
    expect(digestIn(image.digests, 'valkey:7')).toBeNull()
  })
})
