// A merged log as a file: a line a line, with its time, container and stream, colours taken out. Notes stand between them.
import { stripAnsi } from '@/lib/ansi'
import type { LogItem, LogSource } from '@/lib/contract/logs'

export async function* logText(items: AsyncIterable<LogItem>): AsyncGenerator<string> {
  const sources = new Map<number, LogSource>()
  for await (const item of items) {
    if (item.type === 'source') sources.set(item.source.n, item.source)
    else if (item.type === 'selection' && item.total > item.read) {
      yield `# ${item.read} of ${item.total} containers; narrow the selection to read the others\n`
    } else if (item.type === 'note') {
      yield `# ${item.note.at} ${item.note.name}: ${item.note.code}${item.note.text ? `, ${item.note.text}` : ''}\n`
    } else if (item.type === 'lines') {
      yield item.lines
        .map(([n, at, stream, text]) => {
          const source = sources.get(n)
          return `${at ?? '-'} ${source?.hostName}/${source?.name} ${stream} ${stripAnsi(text)}\n`
        })
        .join('')
    }
  }
}
