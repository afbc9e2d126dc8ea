// The Compose Specification's schema as the package dclint carries it, with what the specification has gained since, and
// without three requirements that only hold once all files are merged (normalisation checks those).
import published from '@/node_modules/dclint/schemas/compose.schema.json'
import type { Schema } from './json-schema'

const text: Schema = { type: 'string' }
const flag: Schema = { type: ['boolean', 'string'] }

const edit = (): Schema => {
  const schema = structuredClone(published) as unknown as Schema
  const definitions = schema.definitions ?? {}
  const service = definitions.service?.properties ?? {}
  const build = service.build?.oneOf?.[1]?.properties ?? {}
  Object.assign(build, {
    no_cache_filter: { $ref: '#/definitions/string_or_list' },
    provenance: flag,
    sbom: flag,
  })
  const hook = definitions.service_hook
  if (hook) {
    Object.assign(hook.properties ?? {}, { image: text, per_replica: flag })
    const { required: _, ...preStart } = hook
    definitions.pre_start_hook = preStart
  }
  Object.assign(service, {
    pre_start: { type: 'array', items: { $ref: '#/definitions/pre_start_hook' } },
    volume_driver: text,
  })
  // Checked whole, and with a word on what is wrong, by checks/engine-values.ts.
  if (service.container_name) delete service.container_name.pattern
  const model = service.models?.oneOf?.[1]?.patternProperties
  for (const entry of Object.values(model ?? {})) entry.type = ['object', 'null']
  if (definitions.service) definitions.service.type = ['object', 'null']
  const dependency = Object.values(service.depends_on?.oneOf?.[1]?.patternProperties ?? {})[0]
  const ulimit = Object.values(definitions.ulimits?.patternProperties ?? {})[0]?.oneOf?.[1]
  for (const partial of [dependency, ulimit, definitions.model]) if (partial) delete partial.required
  return schema
}

export const composeSchema: Schema = edit()
