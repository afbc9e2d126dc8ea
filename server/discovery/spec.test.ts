import { describe, expect, it } from 'vitest'
import { expandRanges, parseDiscovery, parseNodeFile } from './spec'

describe('ranges', () => {
  it('counts through an address or a port', () => {
    expect(expandRanges('10.0.0.[9:11]:2375')).toEqual(['10.0.0.9:2375', '10.0.0.10:2375', '10.0.0.11:2375'])
    expect(expandRanges('192.168.1.2:[2:3]375')).toEqual(['192.168.1.2:2375', '192.168.1.2:3375'])
  })
  it('multiplies several ranges', () => {
    expect(expandRanges('10.0.[1:2].[1:2]:2375')).toEqual([
      '10.0.1.1:2375',
      '10.0.1.2:2375',
      '10.0.2.1:2375',
      '10.0.2.2:2375',
    ])
  })
  it('leaves IPv6 addresses alone', () => {
    expect(expandRanges('[::1]:2375')).toEqual(['[::1]:2375'])
  })
  it('refuses what runs backwards or is endless', () => {
    expect(() => expandRanges('10.0.0.[20:10]:2375')).toThrow(/backwards/)
    expect(() => expandRanges('10.0.0.[1:99999999]:2375')).toThrow(/more than 10000/)
    expect(() => expandRanges('10.[0:255].[0:255].[0:255]:2375')).toThrow(/more than 10000/)
  })
})

describe('the comma list', () => {
  it('keeps bare parts with the list before them', () => {
    expect(parseDiscovery('nodes://10.0.0.1:2375,10.0.0.2:2375,file:///etc/hosts.lotse,unix:///run/d.sock')).toEqual([
      { kind: 'nodes', addresses: ['tcp://10.0.0.1:2375', 'tcp://10.0.0.2:2375'] },
      { kind: 'file', path: '/etc/hosts.lotse' },
      { kind: 'nodes', addresses: ['unix:///run/d.sock'] },
    ])
  })
  it('takes a bare list and single addresses of any kind', () => {
    expect(parseDiscovery(' n1:2375 , tls://n2:2376,ssh://root@n3')).toEqual([
      { kind: 'nodes', addresses: ['tcp://n1:2375', 'tls://n2:2376', 'ssh://root@n3'] },
    ])
  })
  it('is empty for nothing', () => {
    expect(parseDiscovery('')).toEqual([])
    expect(parseDiscovery(' , ')).toEqual([])
  })
  it.each(['file://hosts', 'etcd:///x', 'token://abc', 'nodes://10.0.0.1:99999', 'gopher://x'])(
    'refuses %s with a way out',
    (text) => {
      expect(() => parseDiscovery(text)).toThrow(expect.objectContaining({ details: { fix: expect.any(String) } }))
    },
  )
})

describe('the file', () => {
  it('knows comments, blank lines, ranges and Windows line ends', () => {
    const text = '# ours\r\n10.0.0.1:2375\r\n\r\n  10.0.0.[2:3]:2375 # rack 2\r\n#10.0.0.9:2375\r\n'
    expect(parseNodeFile(text)).toEqual({
      addresses: ['tcp://10.0.0.1:2375', 'tcp://10.0.0.2:2375', 'tcp://10.0.0.3:2375'],
      problems: [],
    })
  })
  it('names the line that it leaves out and keeps the others', () => {
    const list = parseNodeFile('10.0.0.1:2375\nnot an address\n10.0.0.1:2375')
    expect(list.addresses).toEqual(['tcp://10.0.0.1:2375'])
    expect(list.problems).toEqual([{ line: 2, message: expect.stringContaining('not an address') }])
  })
})
