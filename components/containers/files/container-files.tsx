'use client'
// The files of a container: a path, what is there, and ways in and out. The path lives in the address.
import { CornerLeftUp, Download, RotateCw, Upload } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { containerTitle } from '@/components/ui/container-name'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Input } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { Loading } from '@/components/ui/loading'
import { StateMark } from '@/components/ui/state'
import { useAddress } from '@/lib/client/address'
import { claimRawDrops, type FoundFiles } from '@/lib/client/dropped-files'
import { useTexts } from '@/lib/client/language'
import { onUploadEnd } from '@/lib/client/uploads'
import { downloadAddress, useFiles } from '@/lib/client/use-files'
import { useActBlocked } from '@/lib/client/use-live'
import { joinPath, mountOf, normalPath, parentPath, readOnlyReason } from '@/lib/container-paths'
import type { Container } from '@/lib/contract/containers'
import type { FileEntry } from '@/lib/contract/files'
import { containerFileTexts } from '@/lib/texts/container-files'
import { FilePane } from './file-pane'
import { FolderTable } from './folder-table'
import { UploadDialog } from './upload-dialog'

const mostAtOnce = 200

export default function ContainerFiles({
  container,
  hasReadOnlyRoot,
}: {
  container: Container
  hasReadOnlyRoot: boolean
}) {
  const t = useTexts(containerFileTexts)
  const [address, setAddress] = useAddress()
  const path = normalPath(address.get('path') ?? '/') ?? '/'
  const view = useFiles(container.id, path, container.known)
  const blocked = useActBlocked()
  const picker = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<FoundFiles | null>(null)
  const goTo = useCallback((to: string) => setAddress({ path: to }, true), [setAddress])
  const open = useCallback((entry: FileEntry) => goTo(joinPath(path, entry.name)), [goTo, path])

  const data = view.data
  const reason = readOnlyReason(path, container.mounts, hasReadOnlyRoot)
  const mount = mountOf(path, container.mounts)
  const isFolder = data?.kind === 'folder'
  const canUpload = isFolder && reason === null && blocked === undefined
  const { refetch } = view
  useEffect(
    () =>
      onUploadEnd((upload) => {
        if (upload.containerId === container.id) void refetch()
      }),
    [container.id, refetch],
  )
  useEffect(() => (canUpload ? claimRawDrops(setChosen) : undefined), [canUpload])

  if (!container.known) return <Empty title={t.gone}>{t.goneText(container.hostName)}</Empty>
  const readOnly = reason && (reason.kind === 'mount' ? t.readOnlyMount(reason.target) : t.readOnlyRoot)
  return (
    <div className="fill">
      <div className="toolbar">
        <Button
          icon={CornerLeftUp}
          aria-label={t.up}
          title={t.up}
          disabledReason={path === '/' ? t.top : undefined}
          onClick={() => goTo(parentPath(path))}
        />
        <PathField key={path} path={path} onGo={goTo} />
        <Button icon={RotateCw} aria-label={t.reload} title={t.reload} onClick={() => void view.refetch()} />
        <span className="push acts">
          {data && (
            <a className="btn" href={downloadAddress(container.id, path)} download>
              <Icon icon={Download} /> <span className="hide-s">{isFolder ? t.downloadFolder : t.download}</span>
              <span className="sr only-s">{isFolder ? t.downloadFolder : t.download}</span>
            </a>
          )}
          {isFolder && (
            <Button
              icon={Upload}
              disabledReason={blocked ?? readOnly ?? undefined}
              onClick={() => picker.current?.click()}
            >
              {t.upload}
            </Button>
          )}
        </span>
      </div>
      {isFolder && (
        <p className="file-note small ink-2">
          {data.entries.length > 0 && <span className="num">{t.entries(data.entries.length)}.</span>}{' '}
          {mount && `${t.inMount(mount.target, mount.name ?? (mount.source || mount.type))}. `}
          {readOnly ?? (mount ? '' : t.lost)}
        </p>
      )}
      {isFolder && !data.isComplete && (
        <p className="notice" role="status">
          <StateMark kind="warn" /> {t.incomplete}
        </p>
      )}
      {view.error ? (
        <ErrorPanel title={t.failed} error={view.error} onRetry={() => void view.refetch()} />
      ) : data === undefined ? (
        <Loading what={t.loading} rows={8} />
      ) : data.kind === 'folder' ? (
        <FolderTable
          path={path}
          entries={data.entries}
          onOpen={open}
          addressOf={(entry) => downloadAddress(container.id, joinPath(path, entry.name))}
        />
      ) : (
        <FilePane view={data} />
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t.upload}
        onChange={(event) => {
          const input = event.currentTarget
          const files = [...(input.files ?? [])]
          const found = files.slice(0, mostAtOnce).map((file) => ({ path: file.name, file }))
          if (found.length > 0) setChosen({ found, isCut: files.length > mostAtOnce })
          input.value = ''
        }}
      />
      {chosen !== null && chosen.found.length > 0 && data?.kind === 'folder' && (
        <UploadDialog
          containerId={container.id}
          containerName={containerTitle(container)}
          folder={path}
          items={chosen.found.map(({ path: name, file }) => ({ name, file }))}
          isCut={chosen.isCut}
          taken={new Set(data.entries.map(({ name }) => name))}
          onClose={() => setChosen(null)}
        />
      )}
    </div>
  )
}

function PathField({ path, onGo }: { path: string; onGo: (path: string) => void }) {
  const t = useTexts(containerFileTexts)
  const [text, setText] = useState(path)
  return (
    <form
      className="file-path"
      onSubmit={(event) => {
        event.preventDefault()
        onGo(normalPath(text.startsWith('/') ? text : joinPath(path, text)) ?? '/')
      }}
    >
      <Input mono aria-label={t.path} value={text} onChange={(event) => setText(event.target.value)} />
    </form>
  )
}
