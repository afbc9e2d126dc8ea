// Files dropped anywhere on the page, kept in memory until a page takes them. A page may claim drops for itself.
import type { SourceFile } from '@/lib/contract/stacks'
import { frameTexts } from '@/lib/texts/frame'
import { textsNow } from './language'

export type DroppedFiles = { files: SourceFile[]; skipped: { path: string; why: string }[] }

const largestBytes = 1_000_000
const mostFiles = 200
const ignored = /(^|\/)(\.git|node_modules)(\/|$)/

let waiting: DroppedFiles | null = null
const claims: ((dropped: DroppedFiles) => void)[] = []
const rawClaims: ((found: FoundFiles) => void)[] = []
const listeners = new Set<() => void>()

/** What was dropped and not taken yet; taking empties it. */
export function takeDroppedFiles(): DroppedFiles | null {
  const taken = waiting
  waiting = null
  return taken
}

/** Called when files wait, also while the page that takes them is already open. */
export function subscribeDroppedFiles(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The page's own use of drops, e.g. certificates; the latest claim wins. Returns what ends it. */
export function claimDrops(handler: (dropped: DroppedFiles) => void): () => void {
  claims.push(handler)
  return () => {
    claims.splice(claims.indexOf(handler), 1)
  }
}

/** The page's use of any files, whatever is in them and however large. */
export function claimRawDrops(handler: (found: FoundFiles) => void): () => void {
  rawClaims.push(handler)
  return () => {
    rawClaims.splice(rawClaims.indexOf(handler), 1)
  }
}

/** Whether the page in sight uses drops itself. */
export const hasDropClaim = (): boolean => claims.length + rawClaims.length > 0

/** True when somebody took it as it is. Must be called inside the drop event, as `readDrop`. */
export function handOverRaw(transfer: DataTransfer): boolean {
  const claim = rawClaims.at(-1)
  if (claim === undefined) return false
  void findDropped(transfer).then(({ found, isCut }) => claim({ found: found.slice(0, mostFiles), isCut }))
  return true
}

/** True when somebody on the page took them; else they wait for the deploy page. */
export function handOverDrop(dropped: DroppedFiles): boolean {
  const claim = claims.at(-1)
  if (claim) {
    claim(dropped)
    return true
  }
  waiting = dropped
  for (const listener of listeners) listener()
  return false
}

type Found = { path: string; file: File }
/** `isCut`: there were more than are taken at once. */
export type FoundFiles = { found: Found[]; isCut: boolean }

async function walk(entry: FileSystemEntry, prefix: string, found: Found[]): Promise<void> {
  const path = prefix + entry.name
  // One more than are taken tells that there were more.
  if (found.length > mostFiles || ignored.test(path)) return
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    found.push({ path, file })
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (batch.length === 0) return
    for (const child of batch) await walk(child, `${path}/`, found)
  }
}

/** Reads files as text. Folders are walked; what is too large, too much or not text is named, not lost in silence. */
export async function readFiles(found: Found[]): Promise<DroppedFiles> {
  const files: SourceFile[] = []
  const skipped: DroppedFiles['skipped'] = []
  const t = textsNow(frameTexts).drop
  for (const { path, file } of found) {
    if (files.length >= mostFiles) skipped.push({ path, why: t.tooMany(mostFiles) })
    else if (file.size > largestBytes) skipped.push({ path, why: t.tooLarge })
    else {
      const content = await textOf(file)
      if (content === null) skipped.push({ path, why: t.notText })
      else files.push({ path, content })
    }
  }
  return { files: withoutCommonFolder(files), skipped }
}

/** Null for what is no UTF-8: read all the same, its foreign letters would become others without a word. */
async function textOf(file: File): Promise<string | null> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
    return text.includes('\0') ? null : text
  } catch (error) {
    // A file that cannot be read at all is another matter.
    if (error instanceof TypeError) return null
    throw error
  }
}

/** A dropped folder's own name is not part of the stack's paths. */
function withoutCommonFolder(files: SourceFile[]): SourceFile[] {
  const folder = files[0]?.path.split('/')[0]
  if (!folder || !files.every((file) => file.path.startsWith(`${folder}/`))) return files
  return files.map((file) => ({ ...file, path: file.path.slice(folder.length + 1) }))
}

function findDropped(transfer: DataTransfer): Promise<FoundFiles> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null)
  const plain = [...transfer.files]
  return (async () => {
    const found: Found[] = []
    for (const entry of entries) if (entry) await walk(entry, '', found)
    if (found.length === 0) for (const file of plain) found.push({ path: file.name, file })
    return { found, isCut: found.length > mostFiles }
  })()
}

/** Must be called inside the drop event: the browser empties the transfer right after. */
export const readDrop = async (transfer: DataTransfer): Promise<DroppedFiles> =>
  readFiles((await findDropped(transfer)).found)

/** The files of an `<input type=file multiple>`. */
export const readPicked = (list: FileList): Promise<DroppedFiles> =>
  readFiles([...list].map((file) => ({ path: file.webkitRelativePath || file.name, file })))
