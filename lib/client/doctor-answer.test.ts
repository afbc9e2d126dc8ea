import { describe, expect, it } from 'vitest'
import type { DoctorHost, DoctorResult } from '@/lib/contract/doctor'
import { readFindings } from './doctor-answer'

const host = (hostName: string): DoctorHost => ({
  hostId: hostName,
  hostName,
  state: 'ok',
  cause: 'refused',
  from: null,
  source: null,
  addresses: [],
  about: [],
  detail: '',
  image: null,
})
const result: DoctorResult = { networkId: 'n1', network: 'shop', name: 'web', port: 80, probed: false, hosts: [] }
async function* lines(...told: unknown[]) {
  yield* told
}

describe('what the doctor tells', () => {
  it('is each host as it answers, then the whole, and nothing after that', async () => {
    const heard: string[] = []
    const whole = await readFindings(
      lines({ host: host('kiel') }, { host: host('emden') }, { result }, 'rest'),
      (each) => heard.push(each.hostName),
    )
    expect([heard, whole]).toEqual([['kiel', 'emden'], result])
  })

  it('has no end when it breaks off, and is refused when it is something else', async () => {
    expect(await readFindings(lines({ host: host('kiel') }), () => {})).toBeNull()
    await expect(readFindings(lines({ hosts: [] }), () => {})).rejects.toThrow()
  })
})
