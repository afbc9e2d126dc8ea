// Files inside a container, as its engine shows them: folders by their entries, small text files by their content.
import { z } from 'zod'
import { instant } from './common'

export const fileEntry = z.object({
  name: z.string(),
  kind: z.enum(['file', 'folder', 'link', 'other']),
  size: z.number().nonnegative(),
  /** As in `chmod`: permissions, set-user, set-group and sticky bits. */
  mode: z.number().int().min(0).max(0o7777),
  /** Null: not known. */
  uid: z.number().int().nullable(),
  gid: z.number().int().nullable(),
  modifiedAt: instant.nullable(),
  /** Of a link: where it leads, as it is written. */
  linkTarget: z.string().nullable(),
})
export type FileEntry = z.infer<typeof fileEntry>

export const fileContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('binary') }),
  z.object({ kind: z.literal('too-large'), limitBytes: z.number() }),
  /** A device, a socket, a pipe. */
  z.object({ kind: z.literal('special') }),
])

export const filesView = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('folder'),
    path: z.string(),
    entries: z.array(fileEntry),
    /** False: there are more, which the engine could not tell in reasonable time. */
    isComplete: z.boolean(),
  }),
  z.object({ kind: z.literal('file'), path: z.string(), file: fileEntry, content: fileContent }),
])
export type FilesView = z.infer<typeof filesView>
export type FileView = Extract<FilesView, { kind: 'file' }>
export type FolderView = Extract<FilesView, { kind: 'folder' }>
