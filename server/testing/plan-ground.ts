// What plans are tried on: three hosts that have the images of two versions, and the parts of services that plans turn on.
import type { Host } from '@/lib/contract/hosts'
import type { Service } from '@/server/compose/model-service'
import { anImage, threeHosts } from './stack-builders'

export const hosts = threeHosts()
export const [n1, n2] = hosts as [Host, Host]
export const images = [anImage('web:1', hosts), anImage('web:2', hosts)]
export const port = (published: string) => ({ target: 80, published, protocol: 'tcp', mode: 'ingress' })
export const deploy = (extra: Partial<NonNullable<Service['deploy']>>) => ({ placement: {}, resources: {}, ...extra })
