// Files of a container on the farm: a small root file system made up from what the container is, and what was put into it.
import { posix } from 'node:path'
import { labelsOf } from './container-json'
import type { FarmContainer, FarmFile } from './types'

const nothing = Buffer.alloc(0)

function madeUp(container: FarmContainer): Map<string, FarmFile> {
  const modifiedMs = container.createdMs
  const files = new Map<string, FarmFile>()
  const folder = (path: string) =>
    files.set(path, { kind: 'folder', mode: 0o755, modifiedMs, content: nothing, target: '' })
  const file = (path: string, text: string, mode = 0o644) =>
    files.set(path, { kind: 'file', mode, modifiedMs, content: Buffer.from(text), target: '' })
  for (const path of ['/', '/app', '/bin', '/etc', '/home', '/root', '/tmp', '/usr', '/usr/bin', '/var', '/var/log'])
    folder(path)
  const own = container.endpoints.map(({ address }) => `${address}\t${container.id.slice(0, 12)}`)
  file('/etc/hostname', `${container.id.slice(0, 12)}\n`)
  file('/etc/hosts', `${['127.0.0.1\tlocalhost', ...own].join('\n')}\n`)
  file('/etc/os-release', 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\n')
  file('/app/config.json', `${JSON.stringify({ name: container.name, labels: labelsOf(container) }, null, 2)}\n`)
  file('/app/start.sh', '#!/bin/sh\nexec "$@"\n', 0o755)
  file('/bin/busybox', '\u007fELF\u0002\u0001\u0001\u0000\u0000', 0o755)
  file('/var/log/app.log', `${new Date(modifiedMs).toISOString()} started ${container.name}\n`)
  files.set('/bin/sh', { kind: 'link', mode: 0o777, modifiedMs, content: nothing, target: '/bin/busybox' })
  for (const { target } of container.mounts) {
    for (let at = target; at !== '/' && !files.has(at); at = posix.dirname(at)) folder(at)
  }
  return files
}

/** What is at which path, as it is now. */
export const filesOf = (container: FarmContainer): ReadonlyMap<string, FarmFile> =>
  container.files ? new Map([...madeUp(container), ...container.files]) : madeUp(container)

export function putFile(container: FarmContainer, path: string, file: FarmFile): void {
  container.files ??= new Map()
  container.files.set(path, file)
}
