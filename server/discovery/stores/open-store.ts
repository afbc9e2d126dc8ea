// The store that a discovery address names.
import { AppError } from '@/server/errors'
import { createConsul } from './consul'
import { createEtcd } from './etcd'
import type { StoreTls } from './http-store'
import { createTokenStore } from './token'
import type { Store } from './types'
import { createZookeeper } from './zookeeper'

export type StoreKind = 'etcd' | 'consul' | 'zk' | 'token'
export type StoreAddress = { store: StoreKind; hosts: string[]; tls: StoreTls | null }

export function openStore({ store, hosts, tls }: StoreAddress): Store {
  if (store === 'etcd') return createEtcd(hosts, tls)
  if (store === 'consul') return createConsul(hosts, tls)
  if (store === 'token') return createTokenStore(hosts, tls)
  if (tls === null) return createZookeeper(hosts)
  throw new AppError('not_supported', 'ZooKeeper is spoken to without TLS', {
    details: { fix: 'Leave out kv.cacertfile, kv.certfile and kv.keyfile, or use etcd:// or consul://.' },
  })
}
