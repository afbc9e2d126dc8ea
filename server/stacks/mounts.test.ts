import { describe, expect, it } from 'vitest'
import type { Mount } from '@/server/compose/model-service'
import { aModel, aService } from '@/server/testing/stack-builders'
import { mountsOf } from './mounts'

const files = [
  { path: 'conf/nginx.conf', content: 'a' },
  { path: 'conf/sites/one.conf', content: 'b' },
  { path: 'run.sh', content: '#!/bin/sh\n' },
]
const plan = (mount: Partial<Mount>, driver_opts?: Record<string, string>) => {
  const volumes = { data: { name: 'shop_data', ...(driver_opts ? { driver_opts } : {}) } }
  const service = aService('web', { volumes: [{ type: 'bind', target: '/t', ...mount } as Mount] })
  return mountsOf(aModel([service], { volumes }), service, files)[0]
}

describe('what a mount means on another machine', () => {
  it('copies uploaded files, single ones and whole folders, scripts as scripts', () => {
    expect(plan({ source: './conf/nginx.conf', target: '/etc/nginx.conf' })).toMatchObject({
      kind: 'files',
      files: [{ path: '/etc/nginx.conf', content: 'a', mode: 0o644 }],
    })
    expect(plan({ source: './conf', target: '/etc/nginx' })).toMatchObject({
      files: [{ path: '/etc/nginx/nginx.conf' }, { path: '/etc/nginx/sites/one.conf' }],
    })
    expect(plan({ source: 'run.sh', target: '/run.sh' })).toMatchObject({ files: [{ mode: 0o755 }] })
  })

  it('refuses a file that was not uploaded, a home directory, and what lies outside the stack', () => {
    expect(plan({ source: './missing.yml', target: '/etc/missing.yml' })).toMatchObject({
      kind: 'refused',
      fix: 'Drop missing.yml together with the compose file.',
    })
    expect(plan({ source: '~/data', target: '/data' })).toMatchObject({ kind: 'refused' })
    expect(plan({ source: '../data', target: '/data' })).toMatchObject({ kind: 'refused' })
    expect(plan({ type: 'npipe', source: 'x' })).toMatchObject({ kind: 'refused' })
  })

  it('gives a relative folder without files a place on the host, and leaves absolute paths alone', () => {
    expect(plan({ source: './data', target: '/var/lib' })).toMatchObject({
      kind: 'bind',
      source: '/var/lib/lotse/stacks/shop/data',
      isStackFolder: true,
    })
    expect(plan({ source: './conf.d', target: '/etc/conf.d' })).toMatchObject({ kind: 'bind' })
    expect(plan({ source: '/var/run/docker.sock' })).toMatchObject({
      kind: 'bind',
      source: '/var/run/docker.sock',
      isStackFolder: false,
    })
  })

  it('tells volumes that stay on their host from those that do not', () => {
    expect(plan({ type: 'volume', source: 'data' })).toMatchObject({ kind: 'volume', name: 'shop_data', isLocal: true })
    expect(plan({ type: 'volume', source: 'data' }, { type: 'nfs' })).toMatchObject({ isLocal: false })
    expect(plan({ type: 'volume' })).toMatchObject({ kind: 'anonymous' })
  })
})
