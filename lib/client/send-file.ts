// A file to the server with word of how much has left the browser, which fetch does not give.
import {
  ApiError,
  apiUrl,
  changeHeaders,
  isApiError,
  mayAskAgain,
  offlineError,
  type RequestOptions,
  readError,
} from './api'

type Sending = {
  path: string
  query: NonNullable<RequestOptions['query']>
  file: Blob
  onSent: (bytes: number) => void
  signal: AbortSignal
}

/** Throws ApiError like every request; `cancelled` when the signal says so. */
export async function sendFile(sending: Sending): Promise<void> {
  for (let refusals = 0; ; refusals += 1) {
    try {
      return await sendOnce(sending)
    } catch (error) {
      if (!isApiError(error) || !(await mayAskAgain(error, refusals, sending.signal))) throw error
    }
  }
}

async function sendOnce({ path, query, file, onSent, signal }: Sending): Promise<void> {
  const headers = await changeHeaders()
  const request = new XMLHttpRequest()
  await new Promise<void>((resolve, reject) => {
    const stop = () => request.abort()
    request.open('PUT', apiUrl(path, query))
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded }) => onSent(loaded)
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return resolve()
      const { status, statusText, responseText } = request
      readError(new Response(responseText, { status, statusText })).then(reject, reject)
    }
    request.onerror = () => reject(offlineError())
    request.onabort = () => reject(new ApiError(0, 'cancelled', ''))
    request.onloadend = () => signal.removeEventListener('abort', stop)
    if (signal.aborted) return reject(new ApiError(0, 'cancelled', ''))
    signal.addEventListener('abort', stop)
    request.send(file)
  })
}
