// What every consistency check is handed: the normalised tree, which services take part, and where complaints go.
import type { ComposeFormat } from '../model'
import type { MapNode } from '../node'
import type { Report } from '../report'

export interface ConsistencyContext {
  root: MapNode
  enabled: MapNode
  disabled: MapNode
  format: ComposeFormat
  report: Report
}
