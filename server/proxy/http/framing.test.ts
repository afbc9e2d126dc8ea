import { describe, expect, it } from 'vitest'
import { answerHeaders, browserRefusal, oddFraming, requestHeaders } from './framing'

describe('the framing of a request', () => {
  it('is accepted in the ways that everybody reads alike', () => {
    expect(oddFraming('GET', ['Host', 'x'])).toBeNull()
    expect(oddFraming('POST', ['Host', 'x', 'Content-Length', '12'])).toBeNull()
    expect(oddFraming('POST', ['Host', 'x', 'Transfer-Encoding', 'Chunked'])).toBeNull()
    expect(oddFraming('POST', ['Host', 'x', 'Connection', 'Upgrade', 'Upgrade', 'tcp'])).toBeNull()
  })

  it.each([
    ['several lengths', ['Content-Length', '1', 'content-length', '1']],
    ['a length that is a list', ['Content-Length', '1, 1']],
    ['a signed length', ['Content-Length', '+1']],
    ['a length of another base', ['Content-Length', '0x10']],
    ['both kinds', ['Content-Length', '1', 'Transfer-Encoding', 'chunked']],
    ['several codings', ['Transfer-Encoding', 'gzip, chunked']],
    ['a coding twice', ['Transfer-Encoding', 'chunked', 'Transfer-Encoding', 'chunked']],
    ['a coding in disguise', ['Transfer-Encoding', 'xchunked']],
    ['two hosts', ['Host', 'a', 'Host', 'b']],
    ['a length said to be of this hop', ['Content-Length', '1', 'Connection', 'close, Content-Length']],
    ['a look-alike', ['Transfer_Encoding', 'chunked']],
  ])('%s is refused', (_name, headers) => {
    expect(oddFraming('POST', headers)).not.toBeNull()
  })

  it('knows the methods of the API only', () => {
    for (const method of ['OPTIONS', 'TRACE', 'CONNECT', 'PATCH', 'BREW']) expect(oddFraming(method, [])).not.toBeNull()
  })

  it('keeps web pages out, by whatever name they come', () => {
    expect(browserRefusal(['Host', '127.0.0.1:3375'])).toBeNull()
    expect(browserRefusal(['Host', 'localhost:3375'])).toBeNull()
    expect(browserRefusal(['Host', '[::1]:3375'])).toBeNull()
    expect(browserRefusal(['Host', 'api.moby.localhost'])).toBeNull()
    expect(browserRefusal(['Host', 'docker'])).toBeNull()
    expect(browserRefusal(['Host', ''])).toBeNull()
    expect(browserRefusal(['Host', 'rebound.example.com:3375'])).toContain('not this machine')
    expect(browserRefusal(['Host', '127.0.0.1', 'Origin', 'null'])).toContain('Web pages')
    expect(browserRefusal(['Host', '127.0.0.1', 'Sec-Fetch-Site', 'cross-site'])).toContain('Web pages')
    expect(browserRefusal(['Host', 'intranet', 'User-Agent', 'Mozilla/5.0 (X11; Linux x86_64)'])).toContain('Browsers')
    expect(browserRefusal(['Host', 'x', 'User-Agent', 'Docker-Client/28.2 (linux)'])).toBeNull()
    // Programs on Node say this of themselves.
    expect(browserRefusal(['Host', '127.0.0.1', 'Sec-Fetch-Mode', 'cors'])).toBeNull()
  })

  it('keeps pages out where it is reached by any name, and lets clients in', () => {
    const by = (...more: string[]) => browserRefusal(['Host', 'manager.example.com:4000', ...more], 'any')
    expect(by('User-Agent', 'Docker-Client/28.2 (linux)')).toBeNull()
    expect(by('User-Agent', 'docker-sdk-python/7.1.0', 'Accept-Encoding', 'gzip, deflate', 'Accept', '*/*')).toBeNull()
    expect(by('Accept-Language', '*', 'Sec-Fetch-Mode', 'cors', 'User-Agent', 'node')).toBeNull()
    // A page whose own name leads here: of the same origin, under any name that it gives its browser.
    for (const name of ['Accept-Language', 'Referer'])
      expect(by('User-Agent', 'Docker-Client/28.2 (linux)', name, '')).toContain('Browsers')
    expect(by('User-Agent', 'Mozilla/5.0 (X11; Linux x86_64)')).toContain('Browsers')
    expect(by('Origin', 'http://manager.example.com:4000')).toContain('Web pages')
    expect(by('Sec-Fetch-Mode', 'cors', 'Sec-Fetch-Site', 'same-origin', 'Accept-Language', 'en')).toContain(
      'Web pages',
    )
    expect(browserRefusal(['Host', 'manager.example.com', 'Accept-Language', 'en'], 'checked')).toBeNull()
  })

  it('leaves out what is of one hop only', () => {
    const raw = ['Host', 'x', 'Connection', 'X-Odd', 'X-Odd', '1', 'X-Meta', 'a', 'X-Meta', 'b', 'Keep-Alive', '5']
    expect(requestHeaders(raw)).toEqual({ 'x-meta': ['a', 'b'] })
    expect(
      answerHeaders(['Connection', 'close', 'Content-Type', 'text/plain', 'Transfer-Encoding', 'chunked']),
    ).toEqual(['Content-Type', 'text/plain'])
  })
})
