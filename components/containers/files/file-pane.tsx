'use client'
import { CopyButton } from '@/components/ui/copy-button'
// One file: its text where it is a small one, else why it is not shown.
import { Empty } from '@/components/ui/empty'
import { Moment } from '@/components/ui/time'
import { bytes } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import type { FileView } from '@/lib/contract/files'
import { containerFileTexts } from '@/lib/texts/container-files'
import { modeWords } from './mode-words'

export function FilePane({ view }: { view: FileView }) {
  const t = useTexts(containerFileTexts)
  const { file, content, path } = view
  return (
    <>
      <div className="toolbar ink-2 small">
        <span className="num">{bytes(file.size)}</span>
        <code title={file.mode.toString(8).padStart(4, '0')}>{modeWords(file.mode)}</code>
        {file.uid !== null && (
          <span className="num">
            {file.uid}:{file.gid}
          </span>
        )}
        {file.modifiedAt && <Moment at={file.modifiedAt} />}
        {content.kind === 'text' && (
          <span className="push acts">
            <span className="dim hide-s">{t.read}</span>
            <CopyButton text={content.text} label={t.copy} />
          </span>
        )}
      </div>
      {content.kind === 'text' ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keys
        <section className="file-text" tabIndex={0} aria-label={t.content(path)}>
          <pre className="code">{content.text}</pre>
        </section>
      ) : content.kind === 'binary' ? (
        <Empty title={t.binary}>{t.binaryText}</Empty>
      ) : content.kind === 'special' ? (
        <Empty title={t.special}>{t.specialText}</Empty>
      ) : (
        <Empty title={t.tooLarge}>{t.tooLargeText(bytes(content.limitBytes))}</Empty>
      )}
    </>
  )
}
