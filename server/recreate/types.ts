// The engine's inspect answer and create body, as far as they are looked into; everything else is passed on untouched.

export type Fields = Record<string, unknown>

export type Endpoint = Fields & {
  IPAMConfig?: Fields | null
  Aliases?: string[] | null
  Links?: string[] | null
  DriverOpts?: Fields | null
  GwPriority?: number
  MacAddress?: string
  IPAddress?: string
  NetworkID?: string
}

export type Inspect = {
  Id: string
  /** With its leading slash. */
  Name: string
  /** Id of the image. */
  Image: string
  State?: {
    Running?: boolean
    Paused?: boolean
    Restarting?: boolean
    Status?: string
    ExitCode?: number
    OOMKilled?: boolean
    Error?: string
    Health?: { Status?: string } | null
  }
  RestartCount?: number
  Config: Fields
  HostConfig: Fields
  NetworkSettings?: { Networks?: Record<string, Endpoint | null> | null }
  Mounts?: { Type?: string; Name?: string; Destination?: string; RW?: boolean }[] | null
}

export type CreateRequest = {
  body: Fields & { HostConfig: Fields }
  /** Joined after creating: engines before API 1.44 take only one network with it. */
  networks: { name: string; endpoint: Fields }[]
}
