// All templates, in the order of the gallery: what most people look for first.
import type { Template } from './template'
import { gitea, monitoring, postgres, registry, search, uptimeKuma } from './tools'
import { counter, nextcloud, staticSite, traefik, wordpress } from './web'

export const templates: readonly Template[] = [
  staticSite,
  wordpress,
  nextcloud,
  gitea,
  monitoring,
  postgres,
  counter,
  registry,
  uptimeKuma,
  traefik,
  search,
]
