'use client'
// What every section of a service's form works on: the open text, the service's place in it, and one way to write. Each
// change is an edit of the text; the form holds no state of its own that could fall out of step.
import { createContext, useContext } from 'react'
import type { ComposeModel, Service } from '@/lib/compose'
import { type OpenText, type Path, type PlainValue, valueAt } from '@/lib/compose-text/document'
import type { Edit } from '@/lib/compose-text/edit-text'
import { type Origin, originOf } from './origin'

export type FormScope = {
  open: OpenText
  /** Path of the file that the form writes. */
  file: string
  /** Path of the service in it. */
  base: Path
  service: string
  /** The stack as the loader understands it; null while it cannot. */
  model: ComposeModel | null
  effective: Service | undefined
  readOnly: boolean
  /** All or nothing; a refusal is shown above the form. */
  write: (...edits: Edit[]) => undefined
  /** Removes the path and what is empty above it, up to the service. */
  drop: (path: Path) => undefined
  goTo: (file: string, line: number) => void
}

const ScopeContext = createContext<FormScope | null>(null)
export const ScopeProvider = ScopeContext.Provider

export type ServiceScope = FormScope & {
  /** What is written at a path of the service, borrowed parts included. */
  read: (path: Path) => PlainValue | undefined
  pathOf: (path: Path) => Path
  originOf: (path: Path) => Origin | null
  /** Sets a path of the service; undefined removes it. */
  set: (path: Path, value: PlainValue | undefined) => undefined
}

export function useScope(): ServiceScope {
  const scope = useContext(ScopeContext)
  if (!scope) throw new Error('a section of the form stands outside a form')
  const pathOf = (path: Path): Path => [...scope.base, ...path]
  return {
    ...scope,
    pathOf,
    read: (path) => valueAt(scope.open, pathOf(path)),
    originOf: (path) => originOf(scope, path),
    set: (path, value) =>
      value === undefined ? scope.drop(pathOf(path)) : scope.write({ kind: 'set', path: pathOf(path), value }),
  }
}
