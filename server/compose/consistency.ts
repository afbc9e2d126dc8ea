// Whether the parts of a stack fit together. Every check looks at the normalised tree on its own and reports all it finds.
import { checkCycles } from './checks/cycles'
import { checkEngineValues } from './checks/engine-values'
import { checkReferences } from './checks/references'
import { checkReplicas } from './checks/replicas'
import { checkResources } from './checks/resources'
import { checkServices } from './checks/services'
import { checkValues } from './checks/values'
import type { ComposeFormat } from './model'
import type { MapNode } from './node'
import type { Report } from './report'

export interface ConsistencyContext {
  root: MapNode
  enabled: MapNode
  disabled: MapNode
  format: ComposeFormat
  report: Report
}

export const checkConsistency = (context: ConsistencyContext): void => {
  for (const check of [
    checkServices,
    checkReferences,
    checkReplicas,
    checkValues,
    checkEngineValues,
    checkResources,
    checkCycles,
  ])
    check(context)
}
