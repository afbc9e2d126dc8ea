// The normalised stack: what every compose file of any format becomes before anything is planned from it.
// The shape is the canonical long form that `docker compose config` prints, in compose's own snake_case keys, so that
// anyone who knows the specification can read it. Differences: sizes are numbers of bytes, and what a file leaves out is left out.
//
// Durations are Go's canonical form (`1m30s`): read them with `durationNanoseconds` of duration.ts.
// Keys of every record and object are in a stable order (sorted), so that equal services serialise equally.
import type { Diagnostic, Position } from '@/lib/contract/common'
import type { SourceFile, VariableUse } from '@/lib/contract/stacks'
import type { Service } from './model-service'
import type { PlainValue, StringMap } from './plain-value'

/** v1: services at the top level. v2 and v3 name their version. spec: everything else. */
export type ComposeFormat = 'v1' | 'v2' | 'v3' | 'spec'

export interface ComposeModel {
  name: string
  format: ComposeFormat
  /** Only services that the chosen profiles enable. */
  services: Record<string, Service>
  /** Services that are left out because none of their profiles is active. */
  disabled_services: Record<string, Service>
  networks: Record<string, Network>
  volumes: Record<string, Volume>
  secrets: Record<string, FileObject>
  configs: Record<string, FileObject>
  models: Record<string, PlainValue>
  /** `x-…` at the top level. */
  extensions: Record<string, PlainValue>
  /**
   * Where a value stands in the text, e.g. `services.web.ports.0.target`. Where the exact path has no place of its own
   * (a default, or a part of a short form) the nearest parent's place is given; undefined for paths outside the model.
   */
  positionOf(path: string): Position | undefined
}

export interface Network {
  /** The name on the engines: `STACK_KEY`, or the one the file gives. */
  name: string
  driver?: string
  driver_opts?: StringMap
  ipam: {
    driver?: string
    config?: { subnet?: string; gateway?: string; ip_range?: string; aux_addresses?: StringMap }[]
    options?: StringMap
  }
  external?: true
  internal?: boolean
  attachable?: boolean
  enable_ipv4?: boolean
  enable_ipv6?: boolean
  labels?: StringMap
  [extension: `x-${string}`]: PlainValue
}

export interface Volume {
  /** The name on the engines: `STACK_KEY`, or the one the file gives. */
  name: string
  driver?: string
  driver_opts?: StringMap
  external?: true
  labels?: StringMap
  [extension: `x-${string}`]: PlainValue
}

/** A secret or a config. */
export interface FileObject {
  name: string
  /** Path as resolved against the directory of the file that names it. */
  file?: string
  environment?: string
  /** The text itself: from `content`, from the variable that `environment` names, or from `file` where it is among the given files. */
  content?: string
  external?: true
  driver?: string
  driver_opts?: StringMap
  template_driver?: string
  labels?: StringMap
  [extension: `x-${string}`]: PlainValue
}

export interface LoadOptions {
  /** Everything that was handed in: compose files, `.env`, env files, extended and included files, secrets and configs. */
  files: SourceFile[]
  /** Paths of `files` to merge, in order. Default: those whose name says so (compose.yaml, docker-compose.yml, …, then *.override). */
  composeFiles?: string[]
  /** Set by the person; they beat `.env`. */
  variables: Record<string, string>
  /** `*` enables every profile. */
  profiles: string[]
  /** Beats `name:` in the file. */
  projectName?: string
  /** Name used when neither `projectName` nor `name:` nor COMPOSE_PROJECT_NAME gives one. Default `stack`. */
  defaultName?: string
  /** What relative paths become absolute against. Default: they stay relative to the stack (`./data`). */
  workingDirectory?: string
  /** The surrounding environment, weaker than `variables` and stronger than `.env`. Default: empty, so nothing of this process leaks in. */
  environment?: Record<string, string>
}

export interface LoadResult {
  /** Null when there is an error among `diagnostics`. */
  model: ComposeModel | null
  /** The name the files give the stack; null when they give none. */
  name: string | null
  diagnostics: Diagnostic[]
  variables: VariableUse[]
}
