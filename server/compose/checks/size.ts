// Aliases, `extends` and files that many services read repeat text without repeating it in the file: what comes out is
// measured before anything hashes, copies or compares it.
import type { MapNode } from '../node'
import { get } from '../node'
import type { Report } from '../report'

const mostCharacters = 20_000_000
const mostValues = 1_000_000

/** True, and reported, when the services are more than any stack needs. */
export const isTooLarge = (root: MapNode, report: Report): boolean => {
  const services = get(root, 'services')
  const open = services ? [services] : []
  let characters = 0
  let values = 0
  for (let node = open.pop(); node; node = open.pop()) {
    values += 1
    if (node.kind === 'list') for (const item of node.items) open.push(item)
    else if (node.kind === 'scalar') characters += typeof node.value === 'string' ? node.value.length : 0
    else
      for (const [key, { value }] of node.entries) {
        characters += key.length
        open.push(value)
      }
    if (characters <= mostCharacters && values <= mostValues) continue
    report.add({
      code: 'limits.services',
      message: `once aliases, "extends" and files are followed, the services hold more than ${characters > mostCharacters ? `${mostCharacters} characters` : `${mostValues} values`}`,
      fix: 'split the stack, or repeat less',
      path: 'services',
      place: services && { ...services.place, end: services.place.start },
    })
    return true
  }
  return false
}
