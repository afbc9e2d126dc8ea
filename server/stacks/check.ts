// The loader alone, for the editor: what is wrong, which variables are used, what would be there.
import type { CheckResult } from '@/lib/contract/stacks'
import { mask } from '@/lib/mask'
import { loadSource, type RevisionSource } from './revision-source'
import { unsupportedKeys } from './unsupported'

export const checkSource = (source: RevisionSource, stack: string | undefined): CheckResult => {
  const { model, name, diagnostics, variables } = loadSource(source, stack)
  const services = Object.values(model?.services ?? {}).map((service) => {
    const line = model?.positionOf(`services.${service.name}`)?.line
    return {
      name: service.name,
      image: service.image ?? null,
      replicas: service.deploy?.replicas ?? service.scale ?? 1,
      ...(line === undefined ? {} : { line }),
    }
  })
  return {
    ok: model !== null,
    name,
    diagnostics: model === null ? diagnostics : [...diagnostics, ...unsupportedKeys(model)],
    variables: variables.map((use) => (use.secret && use.value ? { ...use, value: mask } : use)),
    services,
  }
}
