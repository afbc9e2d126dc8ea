// The one door by which the browser reaches the compose loader: it is pure, so forms show what a value becomes, and from
// where, while it is typed, and as the server will see it. Heavy: import it only where a compose file is edited.
export { loadSteps } from '@/server/compose/load-compose'
export type { ComposeModel } from '@/server/compose/model'
export type { Service } from '@/server/compose/model-service'
export { composeSchema } from '@/server/compose/schema/compose-schema'
export type { Schema } from '@/server/compose/schema/json-schema'
