// What the parts that read a foreign stack hand to each other.
import type { PlainValue } from '@/server/compose/plain-value'
import type { Fields, Inspect } from '@/server/recreate/types'

/** What is needed besides the inspect answer to know a container's settings from its image's. */
export type Inspected = {
  inspect: Inspect
  /** Configuration of the image it was made from; null: that image is gone. */
  image: Fields | null
}

/** Container of the stack, by id and by name → its service. */
export type Peers = ReadonlyMap<string, string>

export type ServiceText = { [key: string]: PlainValue }

/** Engine's name of a network or volume → its key in the file. */
export type Keys = ReadonlyMap<string, string>
export type Surroundings = { stack: string; peers: Peers; networks: Keys; volumes: Keys }
