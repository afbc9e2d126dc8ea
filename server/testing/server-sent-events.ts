// An answer of server-sent events as it comes, told apart into its events, for tests.

/** `data`: of an event that has one line of it. */
export async function* serverSentEvents(response: Response): AsyncGenerator<{ name: string; data: string }> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const [, name = '', data = ''] = /^event: ?([^\n]*)\ndata: ?(.*)$/.exec(part) ?? []
      yield { name, data }
    }
  }
}
