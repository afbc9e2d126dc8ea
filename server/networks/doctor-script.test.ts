import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { listenScript, probeScript, readListeners, readProbe } from './doctor-script'

const run = promisify(execFile)
const nslookup = `@resolve nslookup
Server:\t\t127.0.0.11
Address:\t127.0.0.11:53

Non-authoritative answer:
Name:\tapi
Address: 10.0.1.2
Name:\tapi
Address: 10.0.1.3

*** Can't find api: No answer
@end`

describe('what a probe says', () => {
  test('is read from the lookups of busybox, old busybox and glibc', () => {
    expect(readProbe(`${nslookup}\n@done`)?.resolved).toEqual(['10.0.1.2', '10.0.1.3'])
    const old =
      '@resolve nslookup\nServer:    127.0.0.11\nAddress 1: 127.0.0.11\n\nName:      api\nAddress 1: 10.0.1.2 web.shop\n@end\n@done'
    expect(readProbe(old)?.resolved).toEqual(['10.0.1.2'])
    const glibc = '@resolve getent\n10.0.1.2        STREAM api\n10.0.1.2        DGRAM\n@end\n@done'
    expect(readProbe(glibc)?.resolved).toEqual(['10.0.1.2'])
    const nothing =
      "@resolve nslookup\nServer: 127.0.0.11\nAddress: 127.0.0.11:53\n\n** server can't find api: NXDOMAIN\n@end\n@done"
    expect(readProbe(nothing)?.resolved).toEqual([])
    expect(readProbe('@resolve none\n@end\n@done')?.resolved).toBeNull()
  })

  test('is read from connections, whatever tool made them', () => {
    const outcome = (line: string) =>
      [...(readProbe(`@connect 10.0.1.2 ${line}\n@done`)?.connections.values() ?? [])][0]?.outcome
    expect(outcome('0 api (10.0.1.2:8080) open')).toBe('open')
    expect(outcome('1 nc: 10.0.1.2 (10.0.1.2:81): Connection refused')).toBe('refused')
    expect(outcome('1 bash: connect: No route to host')).toBe('unreachable')
    expect(outcome('1 nc: 10.0.1.2: Connection timed out')).toBe('timeout')
    expect(outcome('1')).toBe('timeout')
    expect(outcome('143 Terminated')).toBe('timeout')
    expect(outcome('2 nc: bad address')).toBe('unknown')
    expect(outcome('-1')).toBeUndefined()
  })

  test('is nothing when it did not get to its end', () => {
    expect(readProbe(nslookup)).toBeNull()
    fc.assert(fc.property(fc.string(), (text) => void readProbe(text)))
    fc.assert(fc.property(fc.string(), (text) => void readListeners(`${text}\n@done`)))
  })
})

describe('listening sockets', () => {
  test('are read in the kernel’s byte order, without Docker’s own name server', () => {
    const text = `  sl  local_address rem_address   st tx_queue
   0: 00000000:1F90 00000000:0000 0A 00000000:00000000
   1: 0100007F:0050 00000000:0000 0A 00000000:00000000
   2: 0B00007F:8CA0 00000000:0000 0A 00000000:00000000
   3: 0201000A:0050 0301000A:1234 01 00000000:00000000
   0: 00000000000000000000000000000000:0051 00000000000000000000000000000000:0000 0A
   1: 00000000000000000000000001000000:0052 00000000000000000000000000000000:0000 0A
@done`
    expect(readListeners(text)).toEqual(['0.0.0.0:8080', '127.0.0.1:80', '[::]:81', '[::1]:82'])
  })
})

test('the scripts are understood by a plain shell and come to their end', async () => {
  const told = await run('sh', ['-c', probeScript, 'sh', '', '', '10.0.0.1'])
  expect(readProbe(told.stdout)).toEqual({ resolved: null, connections: new Map() })
  // Of this whole machine, which may have thousands of them.
  const sockets = await run('sh', ['-c', listenScript, 'sh'], { maxBuffer: 2 ** 28 })
  expect(readListeners(sockets.stdout)).not.toBeNull()
})
