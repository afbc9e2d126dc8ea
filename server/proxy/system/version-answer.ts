// What `docker version` and the first call of every client are told about this endpoint.
import { sendJson } from '../http/docker-error'
import { managerOf } from '../swarm-mode/swarm-mode'
import type { Answer } from '../types'

/** Scripts look for classic Swarm's word in it. */
export const serverVersion = (version: string): string => `lotse/${version} (swarm/1.2.9)`

export const ping: Answer = (context, { request, response }) => {
  response.writeHead(200, {
    'builder-version': '1',
    'cache-control': 'no-cache, no-store, must-revalidate',
    'content-type': 'text/plain; charset=utf-8',
    pragma: 'no-cache',
    swarm: managerOf(context) === undefined ? 'inactive' : 'active/manager',
    ...(request.method === 'HEAD' ? {} : { 'content-length': 2 }),
  })
  response.end(request.method === 'HEAD' ? undefined : 'OK')
}

export const versionAnswer: Answer = ({ versions, version }, { response }) => {
  const { newest, oldest } = versions.range()
  const engine = versions.anyHost()?.engine
  const [os, arch] = [engine?.osType ?? 'linux', architectureOf(engine?.architecture ?? 'x86_64')]
  const details = { ApiVersion: newest, Arch: arch, Experimental: 'false', MinAPIVersion: oldest, Os: os }
  sendJson(response, {
    Platform: { Name: `Lotse ${version}` },
    Components: [{ Name: 'Engine', Version: serverVersion(version), Details: details }],
    Version: serverVersion(version),
    ApiVersion: newest,
    MinAPIVersion: oldest,
    GitCommit: '',
    GoVersion: '',
    Os: os,
    Arch: arch,
    KernelVersion: engine?.kernelVersion ?? '',
  })
}

/** Go's word for it. */
const architectureOf = (architecture: string): string =>
  ({ x86_64: 'amd64', aarch64: 'arm64', armv7l: 'arm', i686: '386' })[architecture] ?? architecture
