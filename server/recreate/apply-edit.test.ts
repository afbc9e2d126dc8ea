import { describe, expect, it } from 'vitest'
import { applyEdit, editProblems } from './apply-edit'
import { changesBetween } from './changes'
import type { CreateRequest } from './types'

const mib = 2 ** 20
const own: CreateRequest = {
  body: {
    Image: 'nginx:1',
    Cmd: ['serve', '--token', 'abc'],
    Env: ['MODE=fast', 'DB_PASSWORD=hunter22', 'EMPTY'],
    Labels: { team: 'x', 'api.token': 'abc' },
    ExposedPorts: { '9000/tcp': {} },
    HostConfig: {
      NetworkMode: 'front',
      Memory: 64 * mib,
      MemorySwap: 128 * mib,
      CpuQuota: 50_000,
      CpuPeriod: 100_000,
      CapAdd: ['NET_ADMIN'],
    },
  },
  networks: [{ name: 'back', endpoint: {} }],
}

describe('an edit', () => {
  it('of nothing changes nothing', () => {
    expect(applyEdit(own, {})).toEqual(own)
    expect(changesBetween(own, applyEdit(own, {}))).toEqual([])
  })

  it('changes what it names and keeps all else in its place', () => {
    const edited = applyEdit(own, {
      image: 'nginx:2',
      command: null,
      entrypoint: ['/init'],
      setEnv: { MODE: 'slow', NEW: 'a=b' },
      removeEnv: ['EMPTY'],
      setLabels: { team: 'y' },
      removeLabels: ['api.token'],
      ports: [
        { port: '80/tcp', hostIp: '', hostPort: '8080' },
        { port: '80/tcp', hostIp: '127.0.0.1', hostPort: '8081' },
      ],
      restart: { name: 'on-failure', maximumRetries: 3 },
      cpus: 1.5,
      pidsLimit: 0,
    })
    expect(edited).toEqual({
      body: {
        Image: 'nginx:2',
        Entrypoint: ['/init'],
        Env: ['MODE=slow', 'DB_PASSWORD=hunter22', 'NEW=a=b'],
        Labels: { team: 'y' },
        ExposedPorts: { '9000/tcp': {}, '80/tcp': {} },
        HostConfig: {
          ...own.body.HostConfig,
          NanoCpus: 1.5e9,
          CpuQuota: 0,
          CpuPeriod: 0,
          PidsLimit: null,
          RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
          PortBindings: {
            '80/tcp': [
              { HostIp: '', HostPort: '8080' },
              { HostIp: '127.0.0.1', HostPort: '8081' },
            ],
          },
        },
      },
      networks: own.networks,
    })
  })

  it('of the memory takes the swap along', () => {
    const swapOf = (Memory: number, MemorySwap: number, memoryBytes: number) =>
      applyEdit({ ...own, body: { HostConfig: { Memory, MemorySwap } } }, { memoryBytes }).body.HostConfig.MemorySwap
    expect(swapOf(64 * mib, 128 * mib, 256 * mib)).toBe(512 * mib)
    expect(swapOf(64 * mib, -1, 256 * mib)).toBe(-1)
    expect(swapOf(64 * mib, 64 * mib, 256 * mib)).toBe(256 * mib)
    expect(swapOf(0, 0, 256 * mib)).toBe(512 * mib)
    expect(swapOf(64 * mib, 128 * mib, 0)).toBe(0)
  })

  it('that cannot be is told in sentences', () => {
    expect(editProblems(own, { removeEnv: ['PATH'], removeLabels: ['vendor'] })).toEqual([
      'PATH comes from the image and cannot be removed; it can be set to nothing.',
      'The label vendor comes from the image and cannot be removed; it can be set to nothing.',
    ])
    expect(editProblems(own, { command: ['serve', '--token', '••••••'] })).toHaveLength(1)
    expect(editProblems(own, { memoryBytes: 32 * mib, memoryReservationBytes: 64 * mib })).toHaveLength(1)
    expect(editProblems(own, { memoryBytes: 1 })).toHaveLength(1)
    const shared = { ...own, body: { HostConfig: { NetworkMode: 'host' } } }
    expect(editProblems(shared, { ports: [{ port: '80/tcp', hostIp: '', hostPort: '80' }] })).toHaveLength(1)
    expect(editProblems(own, { image: 'nginx:2', memoryBytes: 0 })).toEqual([])
  })
})

describe('the changes', () => {
  it('are told by variable, label and field, secrets hidden', () => {
    const edited = applyEdit(own, {
      image: 'nginx:2',
      setEnv: { MODE: 'slow', DB_PASSWORD: 'other' },
      removeLabels: ['api.token'],
      memoryBytes: 128 * mib,
    })
    expect(changesBetween(own, edited)).toEqual([
      { field: 'Image', before: 'nginx:1', after: 'nginx:2' },
      { field: 'Env MODE', before: 'fast', after: 'slow' },
      { field: 'Env DB_PASSWORD', before: '••••••', after: '•••••• *' },
      { field: 'Labels api.token', before: '••••••', after: null },
      { field: 'HostConfig.Memory', before: String(64 * mib), after: String(128 * mib) },
      { field: 'HostConfig.MemorySwap', before: String(128 * mib), after: String(256 * mib) },
    ])
  })
})
