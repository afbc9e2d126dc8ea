// Format v1: services at the top level, with the keys of docker-compose 1.x.
import type { Schema } from './json-schema'

const text: Schema = { type: 'string' }
const texts: Schema = { type: 'array', items: text, uniqueItems: true }
const textOrTexts: Schema = { oneOf: [text, { type: 'array', items: text, uniqueItems: true }] }
const size: Schema = { type: ['number', 'string'] }
const flag: Schema = { type: ['boolean', 'string'] }
const pairs: Schema = {
  oneOf: [
    { type: 'object', patternProperties: { '.+': { type: ['string', 'number', 'boolean', 'null'] } } },
    { type: 'array', items: text, uniqueItems: true },
  ],
}
const variables: Schema = {
  oneOf: [
    { type: 'object', patternProperties: { '.+': { type: ['string', 'number', 'null'] } } },
    { type: 'array', items: text, uniqueItems: true },
  ],
}
const ulimit: Schema = {
  oneOf: [
    { type: 'integer' },
    {
      type: 'object',
      properties: { soft: { type: 'integer' }, hard: { type: 'integer' } },
      required: ['soft', 'hard'],
      additionalProperties: false,
    },
  ],
}

const properties: Record<string, Schema> = {
  build: text,
  cap_add: texts,
  cap_drop: texts,
  cgroup_parent: text,
  command: textOrTexts,
  container_name: text,
  cpu_shares: size,
  cpu_quota: size,
  cpuset: text,
  devices: texts,
  dns: textOrTexts,
  dns_search: textOrTexts,
  dockerfile: text,
  domainname: text,
  entrypoint: textOrTexts,
  env_file: textOrTexts,
  environment: variables,
  expose: { type: 'array', items: { type: ['string', 'number'] }, uniqueItems: true },
  extends: {
    oneOf: [
      text,
      { type: 'object', properties: { service: text, file: text }, required: ['service'], additionalProperties: false },
    ],
  },
  extra_hosts: pairs,
  external_links: texts,
  hostname: text,
  image: text,
  ipc: text,
  labels: pairs,
  links: texts,
  log_driver: text,
  log_opt: { type: 'object' },
  mac_address: text,
  mem_limit: size,
  mem_reservation: size,
  memswap_limit: size,
  mem_swappiness: { type: 'integer' },
  net: text,
  pid: { type: ['string', 'null'] },
  ports: { type: 'array', items: { type: ['string', 'number'] }, uniqueItems: true },
  privileged: flag,
  read_only: flag,
  restart: text,
  security_opt: texts,
  shm_size: size,
  stdin_open: flag,
  stop_signal: text,
  tty: flag,
  ulimits: { type: 'object', patternProperties: { '^[a-z]+$': ulimit } },
  user: text,
  volumes: texts,
  volume_driver: text,
  volumes_from: texts,
  working_dir: text,
}

export const v1Schema: Schema = {
  type: 'object',
  patternProperties: {
    '^[a-zA-Z0-9._-]+$': { type: 'object', properties, additionalProperties: false },
  },
  additionalProperties: false,
}
