// Whether the parts of a stack fit together. Every check looks at the normalised tree on its own and reports all it finds.
import type { ConsistencyContext } from './checks/context'
import { checkCycles } from './checks/cycles'
import { checkEngineValues } from './checks/engine-values'
import { checkReferences } from './checks/references'
import { checkReplicas } from './checks/replicas'
import { checkResources } from './checks/resources'
import { checkServices } from './checks/services'
import { checkValues } from './checks/values'

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
