import { describe, expect, it } from 'vitest'
import { buildRegistry, listen, publicUrl, secretKey, yes } from './forms'

const why = (answer: { success: boolean; error?: { issues: { message: string }[] } }) =>
  answer.error?.issues[0]?.message

describe('the form of a setting', () => {
  it('takes an address to listen on in the three ways it is written', () => {
    expect(listen.parse('127.0.0.1:3000')).toEqual({ host: '127.0.0.1', port: 3000 })
    expect(listen.parse('[::1]:80')).toEqual({ host: '::1', port: 80 })
    expect(listen.parse(':8080')).toEqual({ host: '0.0.0.0', port: 8080 })
    expect(why(listen.safeParse('3000'))).toContain('ADDRESS:PORT')
    expect(why(listen.safeParse('a:70000'))).toContain('65535')
  })

  it('keeps of a public address what browsers compare', () => {
    expect(publicUrl.parse('https://lotse.example.com/console/')).toBe('https://lotse.example.com')
    expect(why(publicUrl.safeParse('ftp://lotse.example.com'))).toContain('https://')
  })

  it('knows a registry by its host, and Docker Hub by all its names', () => {
    expect(buildRegistry.parse('registry.example.com:5000/team/')).toEqual({
      address: 'registry.example.com:5000',
      prefix: 'registry.example.com:5000/team',
    })
    expect(buildRegistry.parse('registry-1.docker.io/me')).toEqual({ address: 'docker.io', prefix: 'docker.io/me' })
    expect(why(buildRegistry.safeParse('docker.io'))).toContain('account')
    expect(why(buildRegistry.safeParse('docker.io/me/more'))).toContain('nothing behind')
    expect(why(buildRegistry.safeParse('team/app'))).toContain('dot or a port')
    expect(why(buildRegistry.safeParse('https://registry.example.com'))).toContain('without https://')
  })

  it('reads the same key from both of its spellings', () => {
    const key = Buffer.alloc(32, 7)
    expect(secretKey.parse(key.toString('base64'))).toEqual(key)
    expect(secretKey.parse(key.toString('hex'))).toEqual(key)
    expect(why(secretKey.safeParse('short'))).toContain('32 bytes')
  })

  it('takes a yes and a no in the words that people write', () => {
    expect(['1', 'true', 'yes', '0', 'false', 'no', ''].map((word) => yes.parse(word))).toEqual([
      ...Array(3).fill(true),
      ...Array(4).fill(false),
    ])
    expect(yes.safeParse('maybe').success).toBe(false)
  })
})
