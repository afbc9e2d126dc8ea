import { describe, expect, it } from 'vitest'
import { draftOf, type EditDraft, editOf } from './edit-draft'

const mib = 2 ** 20
const inspect = {
  Config: {
    Image: 'nginx:1',
    Cmd: ['sh', '-c', 'echo "a b"'],
    Entrypoint: null,
    Env: ['MODE=fast', 'DB_PASSWORD=••••••', 'CERT=line\nline'],
    Labels: { team: 'x', 'com.docker.compose.project': 'shop' },
  },
  HostConfig: {
    PortBindings: {
      '80/tcp': [
        { HostIp: '', HostPort: '8080' },
        { HostIp: '127.0.0.1', HostPort: '8081' },
      ],
      '53/udp': [{ HostIp: '', HostPort: '' }],
    },
    RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
    Memory: 64 * mib,
    CpuQuota: 50_000,
    CpuPeriod: 100_000,
    PidsLimit: null,
  },
}
const draft = draftOf(inspect) as EditDraft

describe('the form', () => {
  it('begins with what the container is', () => {
    expect(draft).toMatchObject({
      command: `sh -c 'echo "a b"'`,
      env: 'MODE=fast\nDB_PASSWORD=••••••',
      labels: 'team=x',
      ports: '8080:80\n127.0.0.1:8081:80\n53/udp',
      restart: 'on-failure',
      maximumRetries: '3',
      memory: '64 MiB',
      memoryReservation: '',
      cpus: '0.5',
      pids: '',
    })
    expect(draftOf({ Config: {}, HostConfig: {} })).toMatchObject({ image: '', restart: 'no' })
    expect(draftOf({ Config: 5 })).toBeNull()
  })

  it('asks for nothing while nothing is changed', () => {
    expect(editOf(draft, { ...draft })).toEqual({ edit: {}, problems: {}, isChanged: false })
  })

  it('names only what differs, and leaves masked values alone', () => {
    const { edit, problems } = editOf(draft, {
      ...draft,
      image: ' nginx:2 ',
      command: '',
      entrypoint: '/init --now',
      env: 'DB_PASSWORD=••••••\nNEW=a=b\n\n',
      labels: 'team=y',
      ports: '9090:80/tcp\n[::1]:53:53/udp',
      restart: 'always',
      memory: '0.5g',
      cpus: '1,5',
      pids: '100',
    })
    expect(problems).toEqual({})
    expect(edit).toEqual({
      image: 'nginx:2',
      command: null,
      entrypoint: ['/init', '--now'],
      setEnv: { NEW: 'a=b' },
      removeEnv: ['MODE'],
      setLabels: { team: 'y' },
      ports: [
        { port: '80/tcp', hostIp: '', hostPort: '9090' },
        { port: '53/udp', hostIp: '::1', hostPort: '53' },
      ],
      restart: { name: 'always', maximumRetries: 3 },
      memoryBytes: 512 * mib,
      cpus: 1.5,
      pidsLimit: 100,
    })
  })

  it('names each field that cannot be understood', () => {
    const { problems } = editOf(draft, {
      ...draft,
      image: ' ',
      command: 'echo "open',
      env: '=x',
      ports: '80:http',
      memory: 'much',
      cpus: '-1',
      pids: '1.5',
      maximumRetries: 'x',
    })
    expect(problems).toEqual({
      image: 'empty',
      command: 'words',
      env: 'line',
      ports: 'port',
      memory: 'size',
      cpus: 'number',
      pids: 'number',
      maximumRetries: 'number',
    })
  })

  it('takes limits away where they are emptied', () => {
    expect(editOf(draft, { ...draft, memory: '', cpus: '' }).edit).toEqual({ memoryBytes: 0, cpus: 0 })
  })
})
