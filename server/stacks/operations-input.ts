// What operations are made from: the finished plan, before it is put into the words of the contract.
import type { Host } from '@/lib/contract/hosts'
import type { DesiredService } from './desired'
import type { ImageStep } from './image-plan'
import type { Instance } from './instance'
import type { NetworkChoice } from './network-choice'
import type { PlanInput } from './plan-input'

export type OperationsInput = {
  input: PlanInput
  services: readonly DesiredService[]
  instances: readonly Instance[]
  choices: ReadonlyMap<string, NetworkChoice>
  images: readonly ImageStep[]
  hosts: ReadonlyMap<string, Host>
}
