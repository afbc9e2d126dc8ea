// The name under which an original waits until its successor has proved itself. It says whose it was and whether it ran, so
// that a server that was killed in between can go on by the name alone.

const pattern = /^(.+)\.before-edit-[0-9a-f]{8}-(up|off)$/

export const asideName = (name: string, id: string, wasUp: boolean): string =>
  `${name}.before-edit-${id.slice(0, 8)}-${wasUp ? 'up' : 'off'}`

/** Of a new one that did not come up, and is kept for whoever wants to know why. */
export const failedName = (name: string, id: string): string => `${name}.failed-edit-${id.slice(0, 8)}`

/** Null: it is no such name. */
export function readAsideName(name: string): { name: string; wasUp: boolean } | null {
  const match = pattern.exec(name)
  return match ? { name: match[1] ?? '', wasUp: match[2] === 'up' } : null
}
