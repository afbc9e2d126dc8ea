// The whole log as a file of plain text, colours taken out.
import { containerTitle } from '@/components/ui/container-name'
import { stripAnsi } from '@/lib/client/ansi'
import { streamLogs } from '@/lib/client/log-stream'
import type { Container } from '@/lib/contract/containers'

const mostLines = 100_000

export async function downloadLog(container: Container): Promise<void> {
  const parts: string[] = []
  for await (const lines of streamLogs(
    container.id,
    { tail: mostLines, follow: false },
    new AbortController().signal,
  )) {
    for (const line of lines) parts.push(`${line.at ?? ''} ${line.stream} ${stripAnsi(line.text)}\n`)
  }
  const url = URL.createObjectURL(new Blob(parts, { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${containerTitle(container).replaceAll('/', '-')}.log`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
