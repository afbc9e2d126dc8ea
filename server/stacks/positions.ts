// Where in the files something stands, in the shape problems and changes carry it.
import type { ComposeModel } from '@/server/compose/model'

export const positionFields = (model: ComposeModel | null, path: string): { line?: number; file?: string } => {
  const position = model?.positionOf(path)
  return position === undefined ? {} : { line: position.line, file: position.file }
}
