// Writes a free port or subnet over one that others hold, in the file where it is written, and only where it is a plain value:
// a variable or a range is left to the person who wrote it.
import { openText, type Path, valueAt } from '@/lib/compose-text/document'
import { type Edit, editText, isMapping } from '@/lib/compose-text/edit-text'
import { servicePath } from '@/lib/compose-text/service-edits'
import type { Conflict, PortConflict, SubnetConflict } from '@/lib/contract/plan-effects'
import type { SourceFile } from '@/lib/contract/stacks'
import { portRow, portValue } from './form/port-rows'

type Open = ReturnType<typeof openText>

function portEdits(open: Open, { service, published, protocol, free }: PortConflict): Edit[] {
  const path = [...servicePath(open, service), 'ports']
  const items = valueAt(open, path)
  if (free === null || !Array.isArray(items)) return []
  return items.flatMap((item, at): Edit[] => {
    const row = portRow(item)
    if (row.published !== published || row.protocol !== protocol) return []
    return [{ kind: 'set', path: [...path, at], value: portValue({ ...row, published: free }, item) }]
  })
}

function subnetEdits(open: Open, { network, subnet, free }: SubnetConflict): Edit[] {
  const path: Path = ['networks', network, 'ipam', 'config']
  const pools = valueAt(open, path)
  if (free === null || !Array.isArray(pools)) return []
  const at = pools.findIndex((pool) => isMapping(pool) && pool.subnet === subnet)
  const pool = pools[at]
  if (!isMapping(pool)) return []
  return (['subnet', 'gateway', 'ip_range'] as const).flatMap((key): Edit[] => {
    const value = free[key]
    return value === undefined || pool[key] === undefined ? [] : [{ kind: 'set', path: [...path, at, key], value }]
  })
}

/** The changed file; null where none holds the value so that it can be changed in place. The last file that has it wins. */
export function freeEdit(
  files: readonly SourceFile[],
  merged: readonly string[],
  conflict: Conflict,
): SourceFile | null {
  for (const path of [...merged].reverse()) {
    const file = files.find((each) => each.path === path)
    if (file === undefined) continue
    const open = openText(file.content)
    if (open.fault) continue
    const edits = conflict.kind === 'port' ? portEdits(open, conflict) : subnetEdits(open, conflict)
    const written = edits.length === 0 ? null : editText(file.content, ...edits)
    if (written?.ok) return { path, content: written.text }
  }
  return null
}
